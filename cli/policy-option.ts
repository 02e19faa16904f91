/** The policy that a command judges by: `--policy FILE`, else the nearest image-warden.yaml upward. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { describeFileError } from '../adapters/files.ts';
import { PolicyFileError, readPolicyFile } from '../adapters/policy-file.ts';
import type { Loaded } from '../core/policy/load.ts';
import type { Policy } from '../core/policy/policy.ts';
import { escapeText } from '../core/text.ts';
import { UsageError } from './usage-error.ts';

const fileName = 'image-warden.yaml';

/** The file's path; a `UsageError` when there is none. */
export function findPolicyFile(given: string | undefined, from = process.cwd()): string {
  if (given !== undefined) return given;
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const file = join(folder, fileName);
    if (existsSync(file)) return file;
    if (dirname(folder) === folder) break;
  }
  throw new UsageError(`no policy: expected ${fileName} here or in a folder above, or --policy FILE`);
}

/** Where a command's policy comes from: a file, or a stage in Parameter Store. */
export interface PolicyOptions {
  readonly policy?: string;
  readonly stage?: string;
}

/** The compiled policy; a `UsageError` with every problem when it does not load. */
export async function readPolicy(options: PolicyOptions): Promise<Policy> {
  return (await readLoaded(options)).policy;
}

/** The policy, and what it was made of. */
export async function readLoaded({ policy, stage }: PolicyOptions): Promise<Loaded> {
  if (stage !== undefined && policy !== undefined) throw new UsageError('--policy or --stage, not both');
  if (stage !== undefined) return (await import('./stage.ts')).loadStage(stage);
  try {
    return await readPolicyFile(findPolicyFile(policy));
  } catch (error) {
    throw error instanceof PolicyFileError ? new UsageError(error.message) : error;
  }
}

/** A file's text; a `UsageError` when it cannot be read. */
export async function readFileText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(escapeText(describeFileError(file, error)));
  }
}
