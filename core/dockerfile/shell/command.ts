/** One simple command of a shell script. */
import type { Place } from '../problem.ts';

export interface Command extends Place {
  /** The first word as written: `apt-get`, `/usr/bin/curl`, `$CC`. */
  readonly word: string;
  /** Its last path component: `curl`. */
  readonly name: string;
  /** Quotes and escapes removed, variables left as written. */
  readonly args: readonly string[];
  /** `NAME=value` in front of it. */
  readonly assignments: ReadonlyMap<string, string>;
  /** Commands with the same number are one pipeline, in order. */
  readonly pipeline: number;
  /** Commands whose output becomes part of its words: `$(...)`, backticks, `<(...)`. */
  readonly nested: readonly Command[];
}

/** Whether the arguments, flags left out, begin with these words. */
export function runs(command: Command, name: string | readonly string[], ...subcommands: readonly string[]): boolean {
  const named = typeof name === 'string' ? command.name === name : name.includes(command.name);
  return named && (subcommands.length === 0 || subcommands.some((one) => plainArgs(command)[0] === one));
}

/** Arguments that are no flags. */
export function plainArgs({ args }: Command): string[] {
  return args.filter((arg) => !arg.startsWith('-'));
}

/** Arguments that are neither flags nor the value of one of `valued` (`t`, `target-release`). */
export function operands({ args }: Command, valued: ReadonlySet<string>): string[] {
  const found: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (!arg.startsWith('-') || arg === '-') found.push(arg);
    else if (valued.has(arg.replace(/^--?/, ''))) i++;
  }
  return found;
}

/** Whether one of the flags is given: `yes` as `--yes` or `--yes=...`, `y` also within `-qy`. */
export function hasFlag({ args }: Command, ...names: readonly string[]): boolean {
  return args.some((arg) => {
    if (arg.startsWith('--')) return names.includes(arg.slice(2).split('=', 1)[0] ?? '');
    return arg.startsWith('-') && names.some((name) => (name.length === 1 ? arg.includes(name, 1) : arg.slice(1) === name));
  });
}

/** The value of `--name value`, `--name=value`, `-n value`; null when it is not given. */
export function flagArgument({ args }: Command, ...names: readonly string[]): string | null {
  for (const [i, arg] of args.entries()) {
    const [flag = '', ...rest] = arg.split('=');
    if (!flag.startsWith('-') || !names.includes(flag.replace(/^--?/, ''))) continue;
    return rest.length > 0 ? rest.join('=') : (args[i + 1] ?? '');
  }
  return null;
}
