/**
 * `.gitignore` and `.imagewardenignore`: which files of a directory are not looked at. The patterns are git's
 * (https://git-scm.com/docs/gitignore): `*`, `?`, `[a-z]`, `**`, a leading or inner `/`, a trailing `/`, `!`.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';

const names = ['.gitignore', '.imagewardenignore'];
/** `*` in one name of a pattern: each may be tried at every character. */
const maxStars = 8;

/** One line of an ignore file. */
interface Pattern {
  /** By name; null is `**`, any number of folders. */
  readonly parts: readonly (RegExp | null)[];
  readonly folder: string;
  readonly onlyFolders: boolean;
  readonly isNegated: boolean;
}

/** What holds in a folder: its own patterns after those of the folders above. */
export type Ignores = readonly Pattern[];

/** The patterns of the folders above, up to the repository's root; none where there is no repository. */
export async function ignoresAbove(folder: string): Promise<Ignores> {
  const above: string[] = [];
  for (let at = resolve(folder); !existsSync(join(at, '.git')); at = dirname(at)) {
    if (dirname(at) === at) return [];
    above.unshift(dirname(at));
  }
  let ignores: Ignores = [];
  for (const one of above) ignores = await ignoresIn(one, ignores);
  return ignores;
}

/** With the ignore files of this folder added. One that cannot be read ignores nothing. */
export async function ignoresIn(folder: string, above: Ignores): Promise<Ignores> {
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8').catch(() => '')));
  const own = texts.flatMap((text) => text.split(/\r?\n/).flatMap((line) => parsePattern(line, resolve(folder))));
  return own.length === 0 ? above : [...above, ...own];
}

/** The last pattern that fits decides. */
export function isIgnored(ignores: Ignores, path: string, isFolder: boolean): boolean {
  const full = resolve(path);
  const found = ignores.findLast((pattern) => (isFolder || !pattern.onlyFolders) && fits(pattern, full));
  return found !== undefined && !found.isNegated;
}

function fits({ parts, folder }: Pattern, path: string): boolean {
  const steps = relative(folder, path).split(sep);
  return steps[0] !== '..' && matches(parts, steps);
}

/** Only the last `**` is ever tried again, so the time is the product of both lengths. */
function matches(parts: Pattern['parts'], steps: readonly string[]): boolean {
  let [part, step, star, tried] = [0, 0, -1, 0];
  while (step < steps.length) {
    const pattern = parts[part];
    if (pattern === null) [star, tried, part] = [part, step, part + 1];
    else if (pattern?.test(steps[step] ?? '')) [part, step] = [part + 1, step + 1];
    else if (star >= 0) [part, step, tried] = [star + 1, tried + 1, tried + 1];
    else return false;
  }
  return parts.slice(part).every((pattern) => pattern === null);
}

function parsePattern(line: string, folder: string): Pattern[] {
  const text = line.replace(/(?<!\\)[ \t]+$/, '');
  if (text === '' || text.startsWith('#')) return [];
  const isNegated = text.startsWith('!');
  const bare = isNegated ? text.slice(1) : text;
  const onlyFolders = bare.endsWith('/');
  const path = bare.replace(/\/$/, '');
  const anchored = path.includes('/');
  const words = path.replace(/^\//, '').split('/');
  if (words.some((word) => (word.match(/\*/g)?.length ?? 0) > maxStars)) return [];
  const parts = words.map((word) => (word === '**' ? null : partOf(word)));
  return [{ parts: anchored ? parts : [null, ...parts], folder, onlyFolders, isNegated }];
}

function partOf(word: string): RegExp {
  const source = word.replace(/\\(.)|\*+|\?|\[(!?)([^\]\\]+)\]|[.+^${}()|[\]]/g, (found, escaped, not, set) => {
    if (escaped !== undefined) return literal(escaped);
    if (found.startsWith('*')) return '.*';
    if (found === '?') return '.';
    return set === undefined ? literal(found) : `[${not === '!' ? '^' : ''}${set.replace(/[[^]/g, '\\$&')}]`;
  });
  try {
    return new RegExp(`^${source}$`, 's');
  } catch {
    // A range that is none, such as [z-a], fits nothing in git either.
    return /^$/;
  }
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
