/** What a rule about a Dockerfile is. One rule, one file; its id is the same word in findings, documentation and tests. */
import type { Dockerfile } from '../dockerfile/model.ts';
import type { Place } from '../dockerfile/problem.ts';
import type { Stage } from '../dockerfile/stage.ts';
import type { DockerfileRuleId } from './rule-ids.ts';

/** One thing that a rule finds. Texts that come from the file are escaped: they are attacker-chosen. */
export interface DockerfileHit extends Place {
  readonly stage: Stage | null;
  /** One clause, printable ASCII. */
  readonly detail: string;
  /** What to do about it, one clause; a form to copy may follow on lines of its own. */
  readonly fix: string;
  /** Where hadolint's rule of the alias does not go this far: null. Absent: the rule's own alias. */
  readonly alias?: null;
}

export interface DockerfileRule {
  readonly id: DockerfileRuleId;
  /** hadolint's code, where its rule is the same; its `# hadolint ignore=` counts then. */
  readonly alias: string | null;
  readonly severity: 'warn';
  /** One sentence: what it finds. */
  readonly summary: string;
  readonly reference: string;
  readonly check: (file: Dockerfile) => readonly DockerfileHit[];
}
