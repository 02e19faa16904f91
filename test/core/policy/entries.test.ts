import { describe, expect, it } from '@jest/globals';
import type { EntryDocument } from '../../../core/policy/definition.ts';
import { compileTest, type TestDocument } from './policies.ts';

const problemsOf = (images: readonly (string | EntryDocument)[], document: TestDocument = {}) => {
  const compiled = compileTest({ ...document, images });
  return Array.isArray(compiled) ? compiled.map(({ steps, got }) => `${steps.join('.')}: ${got}`) : [];
};
const dev = { where: { clusters: ['dev-*'] } };
const prod = { where: { clusters: ['prod'] } };
const strict = { require: { digest: true } };
const ends = { until: '2027-03-01' };
const clash = (i: number, j: number) => `images.${j}: a.io in images[${i}] and images[${j}]`;
const weaker = (i: number, heir: string) => `images.${i}.until: ${heir}, which would then decide and asks for less`;

describe('two allows of one scope', () => {
  it.each<[string, readonly (string | EntryDocument)[], string[]]>([
    ['the same twice', ['a.io', 'a.io'], [clash(0, 1)]],
    ['one everywhere', ['a.io', { allow: 'a.io', ...dev }], [clash(0, 1)]],
    [
      'clusters that meet',
      [
        { allow: 'a.io', ...dev },
        { allow: 'a.io', where: { clusters: ['x', 'dev-1'] } },
      ],
      [clash(0, 1)],
    ],
    [
      'clusters that cannot meet',
      [
        { allow: 'a.io', ...dev },
        { allow: 'a.io', ...prod },
      ],
      [],
    ],
    [
      'one key that cannot meet is enough',
      [
        { allow: 'a.io', where: { clusters: ['x'], namespaces: ['n'] } },
        { allow: 'a.io', where: { clusters: ['x'], namespaces: ['m'] } },
      ],
      [],
    ],
    [
      'different keys may meet',
      [
        { allow: 'a.io', ...dev },
        { allow: 'a.io', where: { namespaces: ['n'] } },
      ],
      [clash(0, 1)],
    ],
    ['an end does not make room', [{ allow: 'a.io', ...ends }, { allow: 'a.io' }], [clash(0, 1)]],
    ['the third', ['a.io', { deny: 'a.io' }, 'a.io'], [clash(0, 2)]],
    ['a deny and an allow', [{ deny: 'a.io' }, 'a.io', { deny: 'a.io', reason: 'x' }], []],
    ['denies may stand together', [{ deny: 'a.io' }, { deny: 'a.io', reason: 'x' }], []],
    ['another scope', ['a.io', 'a.io/x', 'a.io:443'], []],
  ])('%s', (_, images, expected) => {
    expect(problemsOf(images)).toEqual(expected);
  });
});

describe('many entries', () => {
  const denies = (count: number) => Array.from({ length: count }, (_, i) => ({ deny: 'a.io', reason: `${i}` }));
  it('of one scope are compared up to a hundred', () => {
    expect(problemsOf(denies(100))).toEqual([]);
    expect(problemsOf(denies(102))).toEqual(['images.100: one more of a.io', 'images.101: one more of a.io']);
  });

  it('are told of up to twenty', () => {
    expect(problemsOf(Array(30).fill('a.io'))).toHaveLength(20);
    // Two problems at once may pass the limit: both clash, and end before a weaker one.
    expect(problemsOf(['a.io', ...Array(30).fill({ allow: 'a.io/x', ...strict, ...ends })])).toHaveLength(20);
  });
});

describe('an end that hands over', () => {
  const x = { allow: 'a.io/x', ...strict, ...ends };
  it.each<[string, readonly (string | EntryDocument)[], string[]]>([
    ['to nothing', [x], []],
    ['to something weaker', ['a.io', x], [weaker(1, 'a.io')]],
    ['to a wider path', ['a.io/x', { ...x, allow: 'a.io/x/y/z' }], [weaker(1, 'a.io/x')]],
    ['of a tag to its repository', ['a.io/x', { ...x, allow: 'a.io/x:1' }], [weaker(1, 'a.io/x')]],
    ['of a digest to its repository', ['a.io/x', { ...x, allow: `a.io/x@sha256:${'a'.repeat(64)}` }], [weaker(1, 'a.io/x')]],
    ['of a host to a wildcard', ['*.b.io', { ...x, allow: 'a.b.io' }], [weaker(1, '*.b.io')]],
    ['of a host with a port', ['*.b.io:5000', '*.b.io', { ...x, allow: 'a.b.io:5000/x' }], [weaker(2, '*.b.io:5000')]],
    ['to as much', [{ allow: 'a.io', ...strict }, x], []],
    ['to one that is over with it', [{ allow: 'a.io', ...ends }, x], []],
    ['to one that is enforced from that moment on', [{ allow: 'a.io', ...strict, enforceFrom: '2027-03-02' }, x], []],
    ['without a requirement', ['a.io', { allow: 'a.io/x', ...ends }], []],
    ['to a deny, and nothing behind it', ['a.io', { deny: 'a.io/x' }, { ...x, allow: 'a.io/x/y' }], []],
    ['to a deny that only warns', ['a.io', { deny: 'a.io/x', mode: 'warn' }, { ...x, allow: 'a.io/x/y' }], [weaker(2, 'a.io/x')]],
    [
      'to a deny that is enforced later',
      ['a.io', { deny: 'a.io/x', enforceFrom: '2027-04-01' }, { ...x, allow: 'a.io/x/y' }],
      [weaker(2, 'a.io/x')],
    ],
    [
      'without a requirement, to one that only warns',
      [
        { allow: 'a.io', mode: 'warn' },
        { allow: 'a.io/x', ...ends },
      ],
      [],
    ],
    ['of a digest to proof, which is of a digest', [{ allow: 'a.io', require: { signedBy: ['k'] } }, x], []],
    [
      'to something without its proof',
      [
        { allow: 'a.io', ...strict },
        { ...x, require: { signedBy: ['k'] } },
      ],
      [weaker(1, 'a.io')],
    ],
    [
      'to the same proof',
      [
        { allow: 'a.io', require: { signedBy: ['k'] } },
        { ...x, require: { signedBy: ['k'] } },
      ],
      [],
    ],
    ['past a deny that holds elsewhere', ['a.io', { deny: 'a.io/x', ...dev }, { ...x, allow: 'a.io/x/y' }], [weaker(2, 'a.io')]],
    ['past an equal one to a weaker one behind it', ['a.io', { allow: 'a.io/x', ...strict }, { ...x, allow: 'a.io/x/y' }], []],
    [
      'past an equal one that holds elsewhere',
      ['a.io', { allow: 'a.io/x', ...strict, ...prod }, { ...x, allow: 'a.io/x/y' }],
      [weaker(2, 'a.io')],
    ],
    [
      'past one that is over by then',
      ['a.io', { allow: 'a.io/x', ...strict, until: '2027-02-01' }, { ...x, allow: 'a.io/x/y' }],
      [weaker(1, 'a.io'), weaker(2, 'a.io')],
    ],
    [
      'to one that cannot meet',
      [
        { allow: 'a.io', ...prod },
        { ...x, ...dev },
      ],
      [],
    ],
    ['to one that only warns', [{ allow: 'a.io', ...strict, mode: 'warn' }, x], [weaker(1, 'a.io')]],
    [
      'to one that warns as it does',
      [
        { allow: 'a.io', ...strict, mode: 'warn' },
        { ...x, mode: 'warn' },
      ],
      [],
    ],
    ['to one that is enforced later', [{ allow: 'a.io', ...strict, enforceFrom: '2027-04-01' }, x], [weaker(1, 'a.io')]],
    ['to one that is enforced by then', [{ allow: 'a.io', ...strict, enforceFrom: '2027-02-01' }, x], []],
    [
      'to fewer denied tags',
      [
        { allow: 'a.io', require: { tags: { deny: ['v1*'] } } },
        { allow: 'a.io/x', ...ends, require: { tags: { deny: ['v*'] } } },
      ],
      [weaker(1, 'a.io')],
    ],
    [
      'to a wider pattern of tags',
      [
        { allow: 'a.io', require: { tags: { deny: ['v*'] } } },
        { allow: 'a.io/x', ...ends, require: { tags: { deny: ['v1'] } } },
      ],
      [],
    ],
  ])('%s', (_, images, expected) => {
    expect(problemsOf(images)).toEqual(expected);
  });

  it('what the policy requires of all images is required of the heir, too', () => {
    expect(problemsOf(['a.io', x], { require: { digest: true } })).toEqual([]);
  });
});
