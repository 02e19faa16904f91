import { describe, expect, it } from '@jest/globals';
import { describeIdentity, matchesIdentity } from '../../../core/signature/identity.ts';

const issuer = 'https://token.actions.githubusercontent.com';
const subject = 'https://github.com/acme/app/.github/workflows/release.yml@refs/heads/main';

describe('matchesIdentity', () => {
  it.each<[string, string, string, boolean]>([
    ['the same', issuer, subject, true],
    ['a beginning before a star', issuer, 'https://github.com/acme/*', true],
    ['any subject', issuer, '*', true],
    ['a beginning without a star', issuer, 'https://github.com/acme/', false],
    ['a star within', issuer, 'https://github.com/*/app', false],
    ['a part of it before a star', issuer, 'github.com/acme/*', false],
    ['a longer one', issuer, `${subject}x`, false],
    ['other letters', issuer, subject.toUpperCase(), false],
    ['a pattern that reads like a regular expression', issuer, 'https://github.com/acme/.*', false],
    ['another issuer', 'https://accounts.google.com', subject, false],
    ['the beginning of the issuer', 'https://token.actions', subject, false],
    ['a star for an issuer', '*', subject, false],
  ])('%s', (_, expectedIssuer, expectedSubject, matches) => {
    expect(matchesIdentity({ issuer: expectedIssuer, subject: expectedSubject }, { issuer, subject })).toBe(matches);
  });
});

describe('describeIdentity', () => {
  it('escapes what a certificate says', () => {
    expect(describeIdentity({ issuer: 'i\n', subject: '\u001bs' })).toBe('\\u001bs (i\\u000a)');
  });
});
