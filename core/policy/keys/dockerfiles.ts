/** `dockerfiles`: which rules about Dockerfiles hold. */
import { dockerfileRuleIds } from '../../rules/rule-ids.ts';
import type { Shape } from '../shape.ts';
import { type RulesDocument, rulesShape } from './rules.ts';

export interface DockerfilesDocument {
  readonly rules?: RulesDocument;
}

export const dockerfiles: Shape = {
  type: 'object',
  doc: 'Rules for Dockerfiles; a rule that is not named warns. Images that they name are judged by the entries.',
  keys: { rules: rulesShape('What becomes of a rule.', dockerfileRuleIds) },
};
