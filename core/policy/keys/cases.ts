/** `cases`: the policy's own tests. */
import type { Shape } from '../shape.ts';
import { clusterText, namespaceText } from '../texts.ts';

export interface CaseDocument {
  readonly image: string;
  readonly cluster?: string;
  readonly namespace?: string;
  readonly expect: 'allow' | 'deny';
}

export const cases: Shape = {
  type: 'list',
  doc: "The policy's own tests: a publish is refused when one fails.",
  max: 10_000,
  of: {
    type: 'object',
    doc: 'One image, and the verdict that is expected.',
    keys: {
      image: { type: 'text', doc: 'An image as a manifest names it.', maxLength: 2048 },
      cluster: clusterText,
      namespace: namespaceText,
      expect: { type: 'choice', doc: 'The verdict that is expected.', values: ['allow', 'deny'] },
    },
    required: ['image', 'expect'],
  },
};
