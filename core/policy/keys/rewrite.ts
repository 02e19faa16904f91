/** `rewrite`: what mutation writes instead of an image, the most specific `from` first. */
import type { Shape, TextShape } from '../shape.ts';
import { scopeText } from '../texts.ts';

export interface RewriteDocument {
  readonly from: string;
  readonly to: string;
}

const repositoryText: TextShape = {
  type: 'text',
  doc: 'A scope without tag, digest and wildcard: host[:port][/path].',
  check: (text) => {
    const problem = scopeText.check?.(text) ?? null;
    if (problem !== null) return problem;
    return /^[^*@]*$/.test(text) && !/\/[^/]*:/.test(text)
      ? null
      : { expected: 'host[:port][/path] without tag, digest and wildcard', reason: null };
  },
};

export const rewrite: Shape = {
  type: 'list',
  doc: 'What mutation writes instead of an image.',
  max: 1000,
  of: {
    type: 'object',
    doc: 'Everything below `from` is taken from below `to`.',
    keys: { from: repositoryText, to: repositoryText },
    required: ['from', 'to'],
  },
};
