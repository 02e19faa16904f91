/**
 * What ARG and ENV make of a name at each point of the file. A global ARG (before the first FROM) is seen by FROM lines and,
 * when a stage declares it again, by that stage; ENV wins over ARG and is inherited by stages that build on the stage.
 */
import { maxDockerfileVariables } from '../limits.ts';
import { expand, type Lookup } from './expand.ts';
import type { Instruction } from './instruction.ts';
import { pairsOf } from './words.ts';

/** Names to values; null: declared, and nobody says what it is. */
type Values = Map<string, string | null>;

export interface Scope {
  readonly args: Values;
  readonly env: Values;
}

export interface VariableOptions {
  readonly escapeChar: string;
  readonly buildArgs: ReadonlyMap<string, string>;
  /** The global ARGs. */
  readonly globals: Values;
  /** How many variables may still be declared. */
  budget: number;
}

/** Docker sets them itself, by the platforms of the build (docs.docker.com/reference/dockerfile, "Automatic platform ARGs"). */
const platformNames = ['BUILD', 'TARGET'].flatMap((side) =>
  ['PLATFORM', 'OS', 'ARCH', 'VARIANT', 'OSVERSION'].map((part) => `${side}${part}`),
);

const platforms: ReadonlySet<string> = new Set(platformNames);

export function isPlatformName(name: string): boolean {
  return platforms.has(name);
}

export function emptyOptions(escapeChar: string, buildArgs: ReadonlyMap<string, string>): VariableOptions {
  return {
    escapeChar,
    buildArgs,
    globals: new Map(platformNames.map((name) => [name, buildArgs.get(name) ?? null])),
    budget: maxDockerfileVariables,
  };
}

/** Of a stage; `base` is the stage it builds on. */
export function scopeOn(base: Scope | null): Scope {
  return { args: new Map(), env: new Map(base?.env) };
}

export function lookupIn({ args, env }: Scope): Lookup {
  return (name) => (env.has(name) ? env.get(name) : args.get(name));
}

/** A global ARG. Its default sees the globals above it. */
export function declareGlobal(instruction: Instruction, options: VariableOptions): void {
  for (const { name, value } of pairsOf(instruction.text, options.escapeChar, false)) {
    if (options.budget-- <= 0) return;
    const given = options.buildArgs.get(name);
    options.globals.set(
      name,
      given ?? (value === null ? (options.globals.get(name) ?? null) : known(value, (one) => options.globals.get(one), options.escapeChar)),
    );
  }
}

/** An ARG of a stage: `--build-arg` wins, then its own default, then the global of that name. */
export function declareArg(instruction: Instruction, scope: Scope, options: VariableOptions): void {
  for (const { name, value } of pairsOf(instruction.text, options.escapeChar, false)) {
    if (options.budget-- <= 0) return;
    const fallback = value === null ? (options.globals.get(name) ?? null) : known(value, lookupIn(scope), options.escapeChar);
    scope.args.set(name, options.buildArgs.get(name) ?? fallback);
  }
}

/** All values of one ENV see the variables as they were before it. */
export function declareEnv(instruction: Instruction, scope: Scope, options: VariableOptions): void {
  const before = lookupIn(scope);
  const values = pairsOf(instruction.text, options.escapeChar, true).map(
    ({ name, value }) => [name, known(value ?? '', before, options.escapeChar)] as const,
  );
  for (const [name, value] of values) {
    if (options.budget-- <= 0) return;
    scope.env.set(name, value);
  }
}

function known(word: string, lookup: Lookup, escapeChar: string): string | null {
  const { text, unknown } = expand(word, lookup, escapeChar);
  return unknown.length === 0 ? text : null;
}
