/** Judges one Dockerfile: its rules' findings, the images it names for the allowlist, and what cannot be told. Pure. */
import { type DockerfileImage, imagesOf, stageLabel } from '../dockerfile/images.ts';
import { type DockerfileOptions, readDockerfile } from '../dockerfile/model.ts';
import { type Ignore, ignoresOf } from '../dockerfile/pragmas.ts';
import type { DockerfileProblem } from '../dockerfile/problem.ts';
import { dockerfileRules } from './dockerfile/index.ts';
import type { DockerfileHit, DockerfileRule } from './dockerfile-rule.ts';
import type { DockerfileRuleId, RuleSetting } from './rule-ids.ts';

export type { DockerfileImage } from '../dockerfile/images.ts';

export interface DockerfileViolation {
  readonly rule: DockerfileRuleId;
  /** hadolint's code; null where it has no such rule. */
  readonly alias: string | null;
  readonly severity: 'warn' | 'deny';
  /** 1-based. */
  readonly line: number;
  readonly column: number;
  /** The stage's name, else its position; null before the first FROM. */
  readonly stage: string | null;
  readonly detail: string;
  readonly fix: string;
  /** Whether the stage is built when the target is. */
  readonly inTarget: boolean;
}

export interface JudgeOptions extends DockerfileOptions {
  /** By rule id; a rule that is not named keeps its own severity. */
  readonly rules: ReadonlyMap<string, RuleSetting>;
}

export interface DockerfileJudgement {
  /** In the order of the file. */
  readonly violations: DockerfileViolation[];
  readonly images: DockerfileImage[];
  readonly problems: DockerfileProblem[];
}

/** Never throws; linear in the text. The caller judges `images` by the allowlist; a problem or an image that is null is never green. */
export function judgeDockerfile(text: string, options: JudgeOptions): DockerfileJudgement {
  const file = readDockerfile(text, options);
  const ignores = ignoresOf(file.comments, file.instructions);
  const violations = dockerfileRules.flatMap((rule) => {
    const severity = options.rules.get(rule.id) ?? rule.severity;
    if (severity === 'off') return [];
    const lifted = liftedBy(ignores, rule);
    return rule
      .check(file)
      .filter(({ line }) => !lifted(line))
      .map((hit) => violation(rule, severity, hit));
  });
  violations.sort((one, two) => one.line - two.line || one.column - two.column);
  return { violations, images: imagesOf(file), problems: [...file.problems] };
}

function violation({ id, alias }: DockerfileRule, severity: 'warn' | 'deny', hit: DockerfileHit): DockerfileViolation {
  const { line, column, stage, detail, fix } = hit;
  const inTarget = stage === null || stage.index < 0 || stage.inTarget;
  const label = stage === null ? null : stageLabel(stage);
  return { rule: id, alias: hit.alias === null ? null : alias, severity, line, column, stage: label, detail, fix, inTarget };
}

/** Whether a finding of the rule on a line is ignored. Our own form counts only with a reason. */
function liftedBy(ignores: readonly Ignore[], { id, alias }: DockerfileRule): (line: number) => boolean {
  const mine = ignores.filter(
    ({ rules, own, reason }) =>
      (!own || reason !== null) && (rules.includes(id) || (alias !== null && rules.includes(alias.toLowerCase()))),
  );
  if (mine.some(({ lines }) => lines === null)) return () => true;
  const spans = new Map(mine.map(({ lines }) => [lines?.first ?? 1, lines?.last ?? 0]));
  const covered = new Set([...spans].flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, step) => first + step)));
  return (line) => covered.has(line);
}
