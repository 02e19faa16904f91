/** `registries`: how to reach a registry. */

import { isRefusal } from '../../image/refusal.ts';
import { parseScope } from '../../image/scope.ts';
import type { Shape, TextShape } from '../../policy/shape.ts';

const hostText: TextShape = {
  type: 'text',
  doc: 'The host of a registry, with its port where it has one.',
  check: (text) => {
    const scope = parseScope(text);
    if (isRefusal(scope)) return { expected: 'a host such as harbor.corp.example:8443', reason: scope.reason };
    return scope.kind === 'host' ? null : { expected: 'a host alone, without path and wildcard', reason: null };
  },
};

export interface RegistryDocument {
  readonly private?: boolean;
  readonly plainHttp?: boolean;
  readonly credentials?: string;
  readonly realm?: string;
}

export const registries: Shape = {
  type: 'map',
  doc: 'How to reach registries for evidence, by host.',
  key: hostText,
  of: {
    type: 'object',
    doc: 'One registry.',
    keys: {
      private: { type: 'flag', doc: 'Its name may resolve to private addresses; to loopback on the command line only.' },
      plainHttp: { type: 'flag', doc: 'It speaks plain HTTP; honoured on the command line only.' },
      credentials: {
        type: 'text',
        doc: 'The SecureString in Parameter Store that holds user:password.',
        secret: true,
        pattern: '^/[A-Za-z0-9_./-]{1,1000}$',
        check: (text) =>
          /^\/[A-Za-z0-9_./-]{1,1000}$/.test(text) ? null : { expected: "a parameter's name, beginning with /", reason: null },
      },
      realm: hostText,
    },
  },
  max: 1000,
};
