/**
 * A Dockerfile's text, to what rules judge: stages, their variables, what each RUN runs, and the graph of the target.
 * The text is hostile; nothing throws, and what cannot be told is a problem, never a guess.
 */
import { maxDockerfileLength, maxDockerfileProblems, maxDockerfileStages } from '../limits.ts';
import { quote } from '../text.ts';
import { readDirectives, type SyntaxDirective } from './directives.ts';
import { findTarget, markStages } from './graph.ts';
import { type Instruction, isKnown, readInstruction } from './instruction.ts';
import { physicalLines, tooLongLines } from './lines.ts';
import { type Comment, readLogicals } from './logical.ts';
import type { DockerfileProblem } from './problem.ts';
import { secondReading } from './second-reading.ts';
import { shellPragmas } from './shell-of.ts';
import type { Stage } from './stage.ts';
import { addStage, type Builder, newBuilder } from './stages.ts';
import { declareGlobal, emptyOptions } from './variables.ts';

export interface Dockerfile {
  /** In order; the first has index -1 when an instruction other than ARG stands before the first FROM. */
  readonly stages: readonly Stage[];
  /** Null when there is no FROM, or none of that name. */
  readonly target: Stage | null;
  /** The instructions as written. */
  readonly instructions: readonly Instruction[];
  readonly comments: readonly Comment[];
  readonly syntax: SyntaxDirective | null;
  readonly problems: readonly DockerfileProblem[];
}

export interface DockerfileOptions {
  readonly buildArgs: ReadonlyMap<string, string>;
  /** The stage that is built, by name or position; null: the last one. */
  readonly target: string | null;
}

/** Reads the text. Linear in it. */
export function readDockerfile(text: string, { buildArgs, target }: DockerfileOptions): Dockerfile {
  if (text.length > maxDockerfileLength) return unreadable(`the file has more than ${maxDockerfileLength} characters`);
  if (text.includes('\0')) return unreadable('the file has a NUL character: it is binary');
  const lines = physicalLines(text);
  const { escapeChar, syntax, problems: directiveProblems } = readDirectives(lines);
  const { logicals, comments, problems: logicalProblems } = readLogicals(lines, escapeChar);
  const instructions = logicals.map((logical) => readInstruction(logical, escapeChar));
  const problems = [...directiveProblems, ...tooLongLines(lines), ...logicalProblems, ...unknownInstructions(instructions)];
  const builder = newBuilder(emptyOptions(escapeChar, buildArgs), shellPragmas(comments), problems);
  addStages(builder, instructions);
  const stages = builder.stages.filter(({ index }) => index >= 0);
  problems.push(
    ...secondReading(
      lines,
      instructions.filter(({ keyword }) => keyword === 'FROM').map(({ line }) => line),
    ),
  );
  const built = findTarget(stages, target);
  if ('message' in built) problems.push(built);
  else markStages(stages, built);
  return { stages: builder.stages, target: 'message' in built ? null : built, instructions, comments, syntax, problems: capped(problems) };
}

function addStages(builder: Builder, instructions: readonly Instruction[]): void {
  const heads = instructions.flatMap(({ keyword }, at) => (keyword === 'FROM' ? [at] : []));
  const before = instructions.slice(0, heads[0] ?? instructions.length);
  for (const instruction of before) if (instruction.keyword === 'ARG') declareGlobal(instruction, builder.options);
  const misplaced = before.filter(({ keyword }) => keyword !== 'ARG');
  if (misplaced.length > 0) addStage(builder, null, misplaced);
  for (const [index, at] of heads.entries()) {
    const from = instructions[at];
    if (from === undefined) continue;
    if (index >= maxDockerfileStages) {
      const { line, column } = from;
      builder.problems.push({ line, column, message: `more than ${maxDockerfileStages} stages: the rest was not read` });
      return;
    }
    addStage(builder, from, instructions.slice(at + 1, heads[index + 1] ?? instructions.length));
  }
}

function unknownInstructions(instructions: readonly Instruction[]): DockerfileProblem[] {
  return instructions.flatMap(({ keyword, trigger, line, column }) => {
    const unknown = [keyword, trigger?.keyword ?? 'RUN'].find((one) => !isKnown(one));
    return unknown === undefined ? [] : [{ line, column, message: `no builder knows the instruction ${quote(unknown, 40)}` }];
  });
}

function capped(problems: readonly DockerfileProblem[]): readonly DockerfileProblem[] {
  const [cut, left] = [problems.slice(0, maxDockerfileProblems), problems.length - maxDockerfileProblems];
  return left <= 0 ? problems : [...cut, { line: 1, column: 1, message: `and ${left} more` }];
}

function unreadable(message: string): Dockerfile {
  return { stages: [], target: null, instructions: [], comments: [], syntax: null, problems: [{ line: 1, column: 1, message }] };
}
