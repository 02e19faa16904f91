import { describe, expect, it } from '@jest/globals';
import { maxNamedAllows } from '../../../core/limits.ts';
import { nameAllows } from '../../../core/policy/allows.ts';
import { nowhere, nowMs, policyOf, type TestDocument } from './policies.ts';

const dev = { where: { clusters: ['dev-*'] } };
const many = (count: number) => Array.from({ length: count }, (_, i) => `r${i}.io`);

describe('nameAllows', () => {
  it.each<[string, TestDocument['images'], string]>([
    ['nothing', [], 'nothing is allowed here'],
    ['one', ['a.io'], 'allowed here: a.io'],
    ['two', ['a.io', 'b.io'], 'allowed here: a.io, b.io'],
    ['four', ['a.io', 'b.io', 'c.io', 'd.io'], 'allowed here: a.io, b.io (+2)'],
    ['only what applies here', [{ allow: 'a.io', ...dev }, 'b.io'], 'allowed here: b.io'],
    ['nothing that is over', [{ allow: 'a.io', until: '2027-01-14' }], 'nothing is allowed here'],
    ['nothing that a deny of the same scope beats', ['a.io', { deny: 'a.io' }], 'nothing is allowed here'],
    ['no denies', [{ deny: 'a.io' }, 'b.io/x'], 'allowed here: b.io/x'],
    ['all that it looks at', many(maxNamedAllows), 'allowed here: r0.io, r1.io (+62)'],
    ['more than it looks at', many(maxNamedAllows + 1), 'allowed here: r0.io, r1.io (+62 or more)'],
    ['more than it looks at, elsewhere', many(100).map((allow) => ({ allow, ...dev })), 'see the policy for what is allowed here'],
  ])('%s', (_, images, expected) => {
    expect(nameAllows(policyOf({ images: images ?? [] }), nowhere, nowMs)).toBe(expected);
  });

  it('in a place', () => {
    const policy = policyOf({ images: [{ allow: 'a.io', ...dev }, { allow: 'a.io', where: { clusters: ['prod'] } }, 'b.io'] });
    expect(nameAllows(policy, { cluster: 'dev-1', namespace: null }, nowMs)).toBe('allowed here: a.io, b.io');
  });
});
