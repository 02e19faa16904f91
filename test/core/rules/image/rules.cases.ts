/** For each rule images that it finds fault with, and images that it does not. */
import type { TestDocument } from '../../policy/policies.ts';
import { hex } from '../../policy/policies.ts';

export interface RuleCases {
  readonly document: TestDocument;
  /** Image, detail and fix. */
  readonly catches: readonly (readonly [image: string, detail: string, fix: string])[];
  readonly passes: readonly string[];
}

export const ruleCases: Readonly<Record<string, RuleCases>> = {
  'registry-allowlist': {
    document: { images: ['a.io'] },
    catches: [
      [
        'nginx',
        'no entry for docker.io; allowed here: a.io',
        'use an image from a registry that is allowed, or have an entry added that covers docker.io/library/nginx',
      ],
    ],
    passes: ['a.io/x', `a.io/x@${hex('a')}`],
  },
  'denied-image': {
    document: { images: ['a.io', { deny: 'a.io/x' }, { deny: 'a.io/y', reason: 'für\x20\u202ealle' }] },
    catches: [
      ['a.io/x:1', 'the entry a.io/x denies it', 'use another image'],
      ['a.io/y:1', 'the entry a.io/y denies it: f\\u00fcr \\u202ealle', 'use another image'],
    ],
    passes: ['a.io/z', 'b.io/x'],
  },
  'denied-tag': {
    document: { images: ['a.io'], require: { tags: { deny: ['latest', 'dev-*'] } } },
    catches: [
      ['a.io/x', 'the tag latest is denied', 'name a version that does not move, or a digest'],
      ['a.io/x:dev-1', 'the tag dev-1 is denied by dev-*', 'name a version that does not move, or a digest'],
    ],
    passes: ['a.io/x:1', 'a.io/x:Latest', `a.io/x:latest@${hex('a')}`, `a.io/x@${hex('a')}`],
  },
  'digest-required': {
    document: { images: [{ allow: 'a.io', require: { digest: true } }, 'b.io'] },
    catches: [['a.io/x:1', 'a digest is required for a.io', 'write a.io/x@sha256:... instead of the tag']],
    passes: [`a.io/x@${hex('a')}`, `a.io/x:1@${hex('a')}`, 'b.io/x', 'c.io/x'],
  },
};
