/** The policy that a command judges by: `--policy FILE`, else the nearest image-warden.yaml upward. */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { loadState, PolicyFileError } from '../adapters/policy-file.ts';
import type { Policy } from '../core/policy/policy.ts';
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

/** The compiled policy; a `UsageError` with every problem when it does not load. */
export async function readPolicy(given: string | undefined): Promise<Policy> {
  try {
    const { policy } = await loadState({ policy: findPolicyFile(given), clusters: null });
    if (policy === null) throw new UsageError('no policy');
    return policy;
  } catch (error) {
    if (error instanceof PolicyFileError) throw new UsageError(error.message);
    throw error;
  }
}
