/** `exceptions`: findings that are forgiven, exactly as written, until a date. */
import type { RuleId } from '../../rules/image-rule.ts';
import type { Shape } from '../shape.ts';
import { placePattern, reasonText, scopeText, untilText } from '../texts.ts';

/**
 * What can be forgiven. A malformed image has no scope, without a policy there are no exceptions, and what could not be checked is
 * for `onError` alone.
 */
const forgivable = [
  'registry-allowlist',
  'denied-image',
  'denied-tag',
  'digest-required',
  'signature-required',
  'attestation-required',
  'vulnerabilities',
] as const satisfies readonly RuleId[];

export interface ExceptionDocument {
  readonly rule: (typeof forgivable)[number];
  readonly image: string;
  readonly clusters?: readonly string[];
  readonly namespaces?: readonly string[];
  readonly until: string;
  readonly owner: string;
  readonly reason: string;
}

export const exceptions: Shape = {
  type: 'list',
  doc: 'Findings that are forgiven, until a date.',
  max: 1000,
  of: {
    type: 'object',
    doc: 'Forgives one rule for one scope.',
    keys: {
      rule: { type: 'choice', doc: 'The rule that is forgiven.', values: forgivable },
      image: scopeText,
      clusters: { type: 'list', doc: 'Only in these clusters.', of: placePattern, min: 1, max: 1000 },
      namespaces: { type: 'list', doc: 'Only in these namespaces.', of: placePattern, min: 1, max: 1000 },
      until: untilText,
      owner: { ...reasonText, doc: 'Who answers for it.' },
      reason: reasonText,
    },
    required: ['rule', 'image', 'until', 'owner', 'reason'],
  },
};
