/** The files that `check` is pointed at: named ones, directories, standard input. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { describeFileError } from '../adapters/files.ts';

/** Bytes of one file: a whole cluster's dump is below it. */
const maxFileBytes = 256 * 1024 * 1024;

export interface Input {
  /** As the report names it; `-` is standard input. */
  readonly path: string;
  /** Named by the caller, not found in a directory: it must be a manifest. */
  readonly named: boolean;
}

/** Every file below the paths, in a stable order; what cannot be looked at is reported. */
export async function listInputs(paths: readonly string[], report: (problem: string) => void): Promise<Input[]> {
  const inputs: Input[] = [];
  for (const path of paths) {
    if (path === '-') inputs.push({ path, named: true });
    else await add(inputs, path, true, report);
  }
  return inputs;
}

async function add(inputs: Input[], path: string, named: boolean, report: (problem: string) => void): Promise<void> {
  try {
    const found = await stat(path);
    if (!found.isDirectory()) {
      inputs.push({ path, named });
      return;
    }
    const entries = await readdir(path, { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.'))
        await add(inputs, join(path, entry.name), false, report);
      else if (/\.(ya?ml|json)$/.test(entry.name)) await addFile(inputs, join(path, entry.name), entry.isSymbolicLink(), report);
    }
  } catch (error) {
    report(describeFileError(path, error));
  }
}

/** Links are followed to files, as `kubectl apply -f` does: a manifest behind one is not judged less. */
async function addFile(inputs: Input[], path: string, isLink: boolean, report: (problem: string) => void): Promise<void> {
  try {
    if (!isLink || (await stat(path)).isFile()) inputs.push({ path, named: false });
  } catch (error) {
    report(describeFileError(path, error));
  }
}

/** The text; null when it could not be read, which is reported. */
export async function readInput({ path }: Input, report: (problem: string) => void): Promise<string | null> {
  try {
    if (path === '-') return await readAll(process.stdin);
    const { size } = await stat(path);
    if (size <= maxFileBytes) return await readFile(path, 'utf8');
    report(`${path}: ${size} bytes, expected at most ${maxFileBytes}`);
  } catch (error) {
    report(describeFileError(path, error));
  }
  return null;
}
