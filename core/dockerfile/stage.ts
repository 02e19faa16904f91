/** Stages, as rules see them. Everything in them is attacker-chosen text. */
import type { Instruction } from './instruction.ts';
import type { Command } from './shell/command.ts';
import type { FromUse } from './uses.ts';

/** An instruction inside a stage, ONBUILD already unwrapped. */
export interface Step {
  /** Of ONBUILD: the instruction behind it. */
  readonly instruction: Instruction;
  readonly onBuild: boolean;
  /** Arguments with the variables that are known replaced; the others stay as written. */
  readonly expanded: readonly string[];
  /** The commands of a RUN in a POSIX shell; empty otherwise. */
  readonly commands: readonly Command[];
  /** The SHELL in force; null: the image's own. */
  readonly shell: readonly string[] | null;
}

export interface BaseImage {
  /** Variables replaced; null when one of them is not known. */
  readonly text: string | null;
  /** As written. */
  readonly written: string;
  /** Why it is not known. */
  readonly problem: string | null;
}

/** A `COPY --from` or `RUN --mount=from`: a stage above it, else an image. */
export interface StageUse extends FromUse {
  readonly stage: Stage | null;
  readonly onBuild: boolean;
}

export interface Stage {
  /** From 0, as in `COPY --from=0`; -1 for what stands before the first FROM, where nothing but ARG may stand. */
  readonly index: number;
  /** Lower case. */
  readonly name: string | null;
  readonly from: Instruction | null;
  /** The image it starts from; null when it builds on another stage, on scratch, or has no FROM. */
  readonly image: BaseImage | null;
  /** The stages it builds on: one, several when a platform decides, or none. */
  readonly bases: readonly Stage[];
  readonly uses: readonly StageUse[];
  readonly steps: readonly Step[];
  /** The values of ENV and ARG at its end; null: not known. */
  readonly variables: ReadonlyMap<string, string | null>;
  /** Part of the target's graph: it is built when the target is. */
  readonly inTarget: boolean;
  /** Its layers are in the target's image: the target or a stage that it builds on. */
  readonly inFinalImage: boolean;
  /** Its layers are in some image: the last stage, the target or a stage that another builds on. */
  readonly ships: boolean;
}
