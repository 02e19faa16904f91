/** The files that `check` is pointed at: named ones, globs, directories, standard input. */
import { type Dirent, readFileSync, statSync } from 'node:fs';
import { glob, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describeFileError } from '../adapters/files.ts';
import { isDockerfileName, looksLikeDockerfile } from '../core/dockerfile/name.ts';
import { type Ignores, ignoresAbove, ignoresIn, isIgnored } from './ignore-files.ts';

export interface Input {
  /** As the report names it; `-` is standard input. */
  readonly path: string;
  /** Named by the caller, not found in a directory: it must be a manifest. */
  readonly named: boolean;
}

/** Bytes of a file whose content is asked what it is. */
const maxLookedAtBytes = 65_536;

type Report = (problem: string) => void;

/** Every file below the paths, in a stable order, each once; what cannot be looked at is reported. */
export async function listInputs(paths: readonly string[], report: Report): Promise<Input[]> {
  const inputs = new Map<string, Input>();
  const add = (path: string, named: boolean): void => void (inputs.has(path) || inputs.set(path, { path, named }));
  for (const path of paths) {
    if (path === '-') add(path, true);
    else await addPath(path, add, report);
  }
  return [...inputs.values()];
}

type Add = (path: string, named: boolean) => void;

async function addPath(path: string, add: Add, report: Report): Promise<void> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) await addFolder(path, await ignoresAbove(path), add, report);
    else if (found.isFile() || found.isFIFO() || found.isCharacterDevice()) add(path, true);
    else report(`${path}: it is no file`);
  } catch (error) {
    if (/[*?{[]/.test(path)) await addGlob(path, add, report);
    else report(describeFileError(path, error));
  }
}

/** A pattern that no shell has expanded. What it finds was not named one by one: other files are skipped. */
async function addGlob(pattern: string, add: Add, report: Report): Promise<void> {
  const found: string[] = [];
  for await (const path of glob(pattern, { exclude: (name) => name === 'node_modules' || name === '.git' })) found.push(path);
  for (const path of found.sort()) if ((await stat(path).catch(() => null))?.isFile()) add(path, false);
  if (found.length === 0) report(`${pattern}: no file matches`);
}

async function addFolder(folder: string, above: Ignores, add: Add, report: Report): Promise<void> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const ignores = await ignoresIn(folder, above);
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, entry.name);
      if (isIgnored(ignores, path, entry.isDirectory()) || !(isWanted(entry) || isDockerfileInside(entry, path))) continue;
      if (entry.isDirectory()) await addFolder(path, ignores, add, report);
      else await addFile(path, entry.isSymbolicLink(), add, report);
    }
  } catch (error) {
    report(describeFileError(folder, error));
  }
}

function isWanted(entry: Dirent): boolean {
  if (entry.isDirectory()) return entry.name !== 'node_modules' && !entry.name.startsWith('.');
  return /\.(ya?ml|json)$/.test(entry.name) || isDockerfileName(entry.name);
}

/** A Dockerfile of any name: no ending tells what a file without one is. */
function isDockerfileInside(entry: Dirent, path: string): boolean {
  if (!entry.isFile() || entry.name.includes('.') || statSync(path).size > maxLookedAtBytes) return false;
  return looksLikeDockerfile(readFileSync(path, 'utf8'));
}

/** Links are followed to files, as `kubectl apply -f` does: a manifest behind one is not judged less. */
async function addFile(path: string, isLink: boolean, add: Add, report: Report): Promise<void> {
  try {
    if (!isLink || (await stat(path)).isFile()) add(path, false);
  } catch (error) {
    report(describeFileError(path, error));
  }
}
