/**
 * A policy from a file, read again when the file changes. What does not load never replaces what did: the last good policy
 * stays, and says that it is not the newest.
 */

import { readFile, stat } from 'node:fs/promises';
import { parseClusters } from '../core/policy/clusters.ts';
import { maxDocumentLength } from '../core/policy/document.ts';
import { type Loaded, loadPolicy } from '../core/policy/load.ts';
import type { ClusterTokens, PolicySource, PolicyState } from '../core/ports.ts';
import { describeFileError } from './files.ts';

/** Milliseconds between two looks at the file: a change is live within 2 s. */
const pollMs = 500;

export interface PolicyFiles {
  readonly policy: string;
  /** Cluster -> hashes of its tokens; null: nobody has a token. */
  readonly clusters: string | null;
}

export interface FilePolicySource extends PolicySource {
  close(): void;
}

/** Why the files do not load, one line each. */
export class PolicyFileError extends Error {
  override name = 'PolicyFileError';
}

/** Rejects with a `PolicyFileError` when the files do not load; `report` hears of every later change. */
export async function watchPolicyFiles(files: PolicyFiles, report: (line: string) => void): Promise<FilePolicySource> {
  // Taken before the files are read: a change meanwhile is seen at the next look. fs.watchFile would take it for the beginning.
  let seen = await versionOf(files);
  let state = await loadState(files);
  let timer: NodeJS.Timeout | null = null;
  const look = async (): Promise<void> => {
    const version = await versionOf(files);
    if (version === seen) return;
    seen = version;
    try {
      state = await loadState(files);
      report(`policy ${state.policy?.hash.slice(0, 12)} loaded from ${files.policy}`);
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      state = { ...state, stale: true, problem: 'the newest policy file does not load' };
      report(`the last good policy stays: ${problem}`);
    }
  };
  const lookLater = (): void => {
    timer = setTimeout(() => void look().then(() => timer !== null && lookLater()), pollMs).unref();
  };
  lookLater();
  return {
    current: async () => state,
    close: () => {
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  };
}

/** A text that changes whenever one of the files does, whether it is written, replaced, or its link turns elsewhere. */
async function versionOf({ policy, clusters }: PolicyFiles): Promise<string> {
  const versions = [policy, ...(clusters === null ? [] : [clusters])].map(async (file) => {
    const found = await stat(file, { bigint: true }).catch(() => null);
    return found === null ? 'none' : [found.dev, found.ino, found.size, found.mtimeNs, found.ctimeNs].join('.');
  });
  return (await Promise.all(versions)).join(' ');
}

/** The policy of one file, read once. Rejects with a `PolicyFileError`. */
export async function readPolicyFile(file: string): Promise<Loaded> {
  const loaded = await loadPolicy({ allowlist: null, document: { name: file, text: await readText(file) } });
  if ('problems' in loaded) throw new PolicyFileError(loaded.problems.join('\n'));
  return loaded;
}

export async function loadState({ policy: file, clusters }: PolicyFiles): Promise<PolicyState> {
  const { policy } = await readPolicyFile(file);
  return { policy, stale: false, clusters: clusters === null ? new Map() : await loadClusters(clusters), problem: null };
}

async function loadClusters(file: string): Promise<ClusterTokens> {
  const parsed = await parseClusters(file, await readText(file));
  if ('problems' in parsed) throw new PolicyFileError(parsed.problems.join('\n'));
  return parsed.clusters;
}

async function readText(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > maxDocumentLength) throw new PolicyFileError(`${file}: ${size} bytes, expected at most ${maxDocumentLength}`);
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof PolicyFileError) throw error;
    throw new PolicyFileError(describeFileError(file, error));
  }
}
