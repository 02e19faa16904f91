/** Builds stages one after the other: each sees the names and variables of those above it. */
import { readFrom } from './base.ts';
import { expand } from './expand.ts';
import type { DraftStage } from './graph.ts';
import type { Instruction } from './instruction.ts';
import type { DockerfileProblem } from './problem.ts';
import { commandsOf } from './run.ts';
import { defaultShell, isPosixShell, type ShellPragma } from './shell-of.ts';
import type { StageUse, Step } from './stage.ts';
import { fromUses } from './uses.ts';
import { declareArg, declareEnv, lookupIn, type Scope, scopeOn, type VariableOptions } from './variables.ts';

export interface Builder {
  readonly options: VariableOptions;
  readonly pragmas: readonly ShellPragma[];
  /** Position of the next pragma. */
  pragma: number;
  readonly problems: DockerfileProblem[];
  readonly stages: DraftStage[];
  /** The last stage of each lower-case name so far. */
  readonly named: Map<string, DraftStage>;
  /** What a stage leaves to those that build on it. */
  readonly left: Map<DraftStage, { scope: Scope; shell: readonly string[] | null }>;
}

export function newBuilder(options: VariableOptions, pragmas: readonly ShellPragma[], problems: DockerfileProblem[]): Builder {
  return { options, pragmas, pragma: 0, problems, stages: [], named: new Map(), left: new Map() };
}

/** `from` is null for what stands before the first FROM. */
export function addStage(builder: Builder, from: Instruction | null, instructions: readonly Instruction[]): void {
  const { options, problems, stages, named, left } = builder;
  const { name, bases, image, problem } = from === null ? noBase : readFrom(from, named, options);
  if (problem !== null) problems.push(problem);
  const index = from === null ? -1 : stages.filter((stage) => stage.index >= 0).length;
  const stage: DraftStage = { index, name, from, image, bases: [...bases], uses: [], steps: [], variables: new Map(), ...unmarked };
  const inherited = bases[0] === undefined ? undefined : left.get(bases[0]);
  const scope = scopeOn(inherited?.scope ?? null);
  if (name !== null) named.set(name, stage);
  const shell = addSteps(builder, stage, instructions, scope, inherited?.shell ?? defaultShell(image?.text ?? null));
  stage.variables = new Map([...scope.args, ...scope.env]);
  left.set(stage, { scope, shell });
  stages.push(stage);
}

const noBase = { name: null, bases: [], image: null, problem: null };

const unmarked = { inTarget: false, inFinalImage: false, ships: false };

function addSteps(
  builder: Builder,
  stage: DraftStage,
  instructions: readonly Instruction[],
  scope: Scope,
  first: Step['shell'],
): Step['shell'] {
  const { options } = builder;
  let shell = first;
  for (const written of instructions) {
    shell = nextPragma(builder, stage.from?.line ?? 0, written.line) ?? shell;
    const onBuild = written.trigger !== null;
    const instruction = written.trigger ?? written;
    const { keyword } = instruction;
    if (keyword === 'SHELL' && instruction.json !== null) shell = instruction.json;
    const commands = keyword === 'RUN' && isPosixShell(shell) ? commandsOf(instruction) : [];
    stage.steps.push({ instruction, onBuild, expanded: expandedWords(instruction, scope, options), commands, shell });
    stage.uses.push(...usesOf(builder, stage, instruction, onBuild));
    if (keyword === 'ARG' && !onBuild) declareArg(instruction, scope, options);
    if (keyword === 'ENV' && !onBuild) declareEnv(instruction, scope, options);
  }
  return shell;
}

/** The last pragma between FROM and the instruction that was not there before. Lines only grow, so each is looked at once. */
function nextPragma(builder: Builder, from: number, line: number): readonly string[] | null {
  let found: readonly string[] | null = null;
  for (let pragma = builder.pragmas[builder.pragma]; pragma !== undefined && pragma.line < line; pragma = builder.pragmas[++builder.pragma])
    if (pragma.line > from) found = pragma.shell;
  return found;
}

const expandable = new Set(['ADD', 'COPY', 'EXPOSE', 'USER', 'WORKDIR']);

function expandedWords({ keyword, words }: Instruction, scope: Scope, { escapeChar }: VariableOptions): readonly string[] {
  if (!expandable.has(keyword)) return words;
  // Paths of Windows are written with backslashes, and only a word with a variable is worth a reading.
  return words.map((word) => (word.includes('$') ? expand(word, lookupIn(scope), escapeChar).text : word));
}

/** A stage above or the stage itself, by name or position; whatever else is written is an image, for some builder at least. */
function usesOf({ stages, named }: Builder, own: DraftStage, instruction: Instruction, onBuild: boolean): DraftStage['uses'] {
  return fromUses(instruction).map((use): StageUse & { stage: DraftStage | null } => {
    const numbered = /^\d{1,5}$/.test(use.source) ? atIndex(stages, own, Number(use.source)) : undefined;
    return { ...use, onBuild, stage: numbered ?? named.get(use.source.toLowerCase()) ?? null };
  });
}

function atIndex(stages: readonly DraftStage[], own: DraftStage, index: number): DraftStage | undefined {
  if (index === own.index) return own;
  return stages[stages[0]?.index === -1 ? index + 1 : index];
}
