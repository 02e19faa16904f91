/** The policy that a command judges by: `--policy FILE`, else the nearest image-warden.yaml upward. */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { PolicyFileError, readPolicyFile } from '../adapters/policy-file.ts';
import type { Loaded } from '../core/policy/load.ts';
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
  return (await readLoaded(given)).policy;
}

/** The policy, and what it was made of. */
export async function readLoaded(given: string | undefined): Promise<Loaded> {
  try {
    return await readPolicyFile(findPolicyFile(given));
  } catch (error) {
    throw error instanceof PolicyFileError ? new UsageError(error.message) : error;
  }
}
