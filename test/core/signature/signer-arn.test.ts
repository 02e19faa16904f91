import { describe, expect, it } from '@jest/globals';
import { meansProfile, parseJobArn, parseProfileArn } from '../../../core/signature/signer-arn.ts';

const start = 'arn:aws:signer:eu-west-1:111122223333:';
const profile = `${start}/signing-profiles/acme`;
const job = `${start}/signing-jobs/e218ee67-5dd3`;

describe('parseProfileArn', () => {
  it.each<[string, object | null]>([
    [profile, { partition: 'aws', region: 'eu-west-1', name: 'acme', version: null, text: profile }],
    [`${profile}/Ab1`, { partition: 'aws', region: 'eu-west-1', name: 'acme', version: 'Ab1', text: `${profile}/Ab1` }],
    [profile.replace(':aws:', ':aws-evil:'), null],
    [profile.replace('eu-west-1', 'evil.example/'), null],
    [profile.replace('111122223333', '11112222333'), null],
    [profile.replace('111122223333', ''), null],
    [`${profile}/Ab1/x`, null],
    [`${profile}/`, null],
    [`${profile}\n`, null],
    [job, null],
    ['', null],
  ])('%j', (text, expected) => {
    expect(parseProfileArn(text)).toEqual(expected);
  });
});

describe('parseJobArn', () => {
  it.each<[string, object | null]>([
    [job, { partition: 'aws', region: 'eu-west-1', text: job }],
    [`${job}/x`, null],
    [`${job}?x=y`, null],
    [`${start}/signing-jobs/${'a'.repeat(65)}`, null],
    [profile, null],
  ])('%j', (text, expected) => {
    expect(parseJobArn(text)).toEqual(expected);
  });
});

describe('meansProfile', () => {
  it.each<[string, string, boolean]>([
    [profile, `${profile}/Ab1`, true],
    [`${profile}/Ab1`, `${profile}/Ab1`, true],
    [`${profile}/Ab1`, `${profile}/Ab12`, false],
    [profile, `${profile}2/Ab1`, false],
    [profile, `${profile.replace('1111', '9999')}/Ab1`, false],
    [profile, `${profile.replace('eu-west-1', 'eu-west-2')}/Ab1`, false],
  ])('%s means %s: %j', (expected, actual, means) => {
    const [a, b] = [parseProfileArn(expected), parseProfileArn(actual)];
    expect(a !== null && b !== null && meansProfile(a, b)).toBe(means);
  });
});
