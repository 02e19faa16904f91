/**
 * Comments that switch rules off.
 *
 *     # hadolint ignore=DL3006,DL3008      the instruction on the next line
 *     # hadolint global ignore=DL3006      the whole file
 *     # image-warden ignore=RULE[,RULE] reason     the instruction it stands in or above
 */
import type { Instruction } from './instruction.ts';
import type { Comment } from './logical.ts';

export interface Ignore {
  /** Lower case; ids and hadolint's codes. */
  readonly rules: readonly string[];
  /** The instruction's lines that it covers; null: the whole file. */
  readonly lines: { readonly first: number; readonly last: number } | null;
  /** Of the comment. */
  readonly line: number;
  /** Of our own form, which counts only with one; null elsewhere. */
  readonly reason: string | null;
  readonly own: boolean;
}

const hadolint = /^hadolint\s+(global\s+)?ignore\s*=\s*((?:DL|SC)\d+(?:\s*,\s*(?:DL|SC)\d+)*)\s*(?:#.*)?$/;
const warden = /^image-warden\s+ignore\s*=\s*([\w-]+(?:,[\w-]+)*)(?:\s+(\S.*))?$/;

export function ignoresOf(comments: readonly Comment[], instructions: readonly Instruction[]): Ignore[] {
  const below = linesBelow(comments);
  return [...comments, ...shellComments(instructions)].flatMap((comment) => read(comment, instructions, below));
}

/** For each comment the first line below it that is none. */
function linesBelow(comments: readonly Comment[]): ReadonlyMap<number, number> {
  const below = new Map<number, number>();
  for (const { line } of comments.toReversed()) below.set(line, below.get(line + 1) ?? line + 1);
  return below;
}

/** `RUN ... # image-warden ignore=...`: behind the shell's command it is the shell's comment. */
function shellComments(instructions: readonly Instruction[]): Comment[] {
  return instructions.flatMap(({ keyword, text, endLine, heredocs }) => {
    const at = keyword === 'RUN' && heredocs.length === 0 ? text.lastIndexOf('# image-warden ignore') : -1;
    return at < 0 ? [] : [{ text: text.slice(at + 1).trim(), line: endLine }];
  });
}

function read({ text, line }: Comment, instructions: readonly Instruction[], below: ReadonlyMap<number, number>): Ignore[] {
  const [, global, codes] = hadolint.exec(text) ?? [];
  if (codes !== undefined) {
    const lines = global === undefined ? covered(line, instructions, below) : null;
    return global === undefined && lines === null ? [] : [{ rules: listed(codes), lines, line, reason: null, own: false }];
  }
  const [, ids, reason = null] = warden.exec(text) ?? [];
  const lines = ids === undefined ? null : covered(line, instructions, below);
  return ids === undefined || lines === null ? [] : [{ rules: listed(ids), lines, line, reason, own: true }];
}

/** The instruction around the line, or the one that begins below, nothing but comments between. */
function covered(line: number, instructions: readonly Instruction[], below: ReadonlyMap<number, number>): Ignore['lines'] {
  const found = instructions[firstEndingAt(instructions, line)];
  if (found === undefined) return null;
  const around = found.line <= line;
  return around || found.line <= (below.get(line) ?? line) ? { first: found.line, last: found.endLine } : null;
}

/** Binary search: the first instruction that does not end above the line. */
function firstEndingAt(instructions: readonly Instruction[], line: number): number {
  let low = 0;
  let high = instructions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((instructions[middle]?.endLine ?? 0) < line) low = middle + 1;
    else high = middle;
  }
  return low;
}

function listed(text: string): string[] {
  return text.split(',').map((one) => one.trim().toLowerCase());
}
