import { hash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { isAuthorized } from '../../../core/review/token.ts';

const [one, two, other] = ['a'.repeat(32), `${'B-_9'.repeat(16)}`, 'c'.repeat(43)] as const;
const hashOf = (token: string): Uint8Array => hash('sha256', token, 'buffer');
const clusters = new Map([
  ['prod-eu', [hashOf(one), hashOf(two)]],
  ['dev', [hashOf(other)]],
  ['none', []],
  ['short', [hashOf('short')]],
  ['a.b', [hashOf(one)]],
  ['bounds', [hashOf('a'.repeat(31)), hashOf('a'.repeat(65))]],
  ['odd', [hashOf(`/${one}`)]],
]);

describe('isAuthorized', () => {
  it.each<[string, string, string, boolean]>([
    ['the first token', 'prod-eu', one, true],
    ['the next token', 'prod-eu', two, true],
    ['a cluster with one token', 'dev', other, true],
    ["another cluster's token", 'prod-eu', other, false],
    ["another cluster's name", 'dev', one, false],
    ['an unknown cluster', 'prod', one, false],
    ['a wrong token', 'prod-eu', 'a'.repeat(33), false],
    ['the case changed', 'prod-eu', 'A'.repeat(32), false],
    ['no token', 'prod-eu', '', false],
    ['no cluster', '', one, false],
    ['the hash instead of the token', 'prod-eu', hash('sha256', one), false],
    ['a cluster without tokens', 'none', one, false],
    ['a token that is too short, though its hash is known', 'short', 'short', false],
    ['a token of 31 characters, though its hash is known', 'bounds', 'a'.repeat(31), false],
    ['a token of 65 characters, though its hash is known', 'bounds', 'a'.repeat(65), false],
    ['a token with another character, though its hash is known', 'odd', `/${one}`, false],
    ['a name that is no cluster, though it is known', 'a.b', one, false],
    ['a version selector', 'prod-eu:1', one, false],
    ['a trailing line end', 'prod-eu\n', one, false],
    ['a token with a trailing line end', 'prod-eu', `${one}\n`, false],
    ['percent-encoding', 'prod%2deu', one, false],
    ['upper case', 'PROD-EU', one, false],
    ['__proto__', '__proto__', one, false],
    ['constructor', 'constructor', one, false],
    ['a huge token', 'prod-eu', one.repeat(100_000), false],
  ])('%s', (_, cluster, token, expected) => {
    expect(isAuthorized(clusters, cluster, token)).toBe(expected);
  });

  it.each<[string, string, string, boolean]>([
    ['any token that could be one', 'prod-eu', other, true],
    ['no token that could be none', 'prod-eu', 'short', false],
    ['no cluster that could be none', 'prod:1', one, false],
  ])('takes %s while it is not known who there is', (_, cluster, token, expected) => {
    expect(isAuthorized(null, cluster, token)).toBe(expected);
  });

  it('lets nobody in by the hash that unknown clusters are compared with', () => {
    // sha256 of no known text is 32 zero bytes; a store that held it would still name a cluster.
    expect(isAuthorized(new Map(), 'prod-eu', one)).toBe(false);
    expect(isAuthorized(new Map([['prod-eu', [new Uint8Array(32)]]]), 'prod-eu', one)).toBe(false);
  });
});
