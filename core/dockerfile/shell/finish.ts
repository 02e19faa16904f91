/** Words of a simple command, to the command: the shell's own words in front of it and assignments taken off. */
import type { Place } from '../problem.ts';
import type { Command } from './command.ts';

/** Words of the shell in front of a command. */
export const prefixes: ReadonlySet<string> = new Set(['if', 'then', 'else', 'elif', 'while', 'until', 'do', '!', '{', 'time']);

/** Words that end a compound command: a pipe behind them takes what it wrote. */
export const closers: ReadonlySet<string> = new Set(['fi', 'done', 'esac', '}']);

/** Words that begin a compound command and run nothing themselves. */
const openers = new Set(['for', 'select', 'case', 'function']);

const assignment = /^([A-Za-z_]\w*)\+?=/;

export const shells: ReadonlySet<string> = new Set(['sh', 'bash', 'ash', 'dash', 'zsh', 'ksh']);

/** Null when there is nothing to run; assignments alone are a command without a name. */
export function commandOf(words: readonly string[], nested: readonly Command[], pipeline: number, place: Place): Command | null {
  let first = 0;
  while (prefixes.has(words[first] ?? '')) first++;
  const assignments = new Map<string, string>();
  for (let match = assignment.exec(words[first] ?? ''); match !== null; match = assignment.exec(words[first] ?? '')) {
    assignments.set(match[1] ?? '', (words[first] ?? '').slice(match[0].length));
    first++;
  }
  const word = words[first];
  if (word === undefined || openers.has(word) || closers.has(word))
    return assignments.size === 0 ? null : { ...place, word: '', name: '', args: [], assignments, pipeline, nested };
  return { ...place, word, name: baseName(word), args: words.slice(first + 1), assignments, pipeline, nested };
}

/** What a `sh -c` runs; null for every other command. */
export function scriptArgument({ name, args }: Pick<Command, 'name' | 'args'>): string | null {
  if (!shells.has(name)) return null;
  const at = args.findIndex((arg) => /^-[a-z]*c[a-z]*$/.test(arg));
  return at < 0 ? null : (args[at + 1] ?? null);
}

function baseName(word: string): string {
  return word.slice(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1);
}
