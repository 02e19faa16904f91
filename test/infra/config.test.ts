import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../../infra/config.ts';
import { withDefaults } from '../../infra/settings/defaults.ts';
import { fields } from '../../infra/settings/fields.ts';

const refusal = (context: Record<string, unknown>): string => {
  try {
    readConfig(context);
  } catch (error) {
    return (error as Error).message;
  }
  return 'accepted';
};

it('is documented, key by key', () => {
  const guide = readFileSync('docs/deploy.md', 'utf8');
  const table = guide.split('\n').filter((line) => line.startsWith('| `'));
  const documented = table.flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, key]) => key));
  expect(documented.toSorted()).toEqual(Object.keys(fields).toSorted());
});

describe('the configuration in cdk.json', () => {
  it('says nothing where nothing is said, and leaves the keys of the CDK alone', () => {
    const context = { '@aws-cdk/aws-iam:minimizePolicies': true, 'aws:cdk:version-reporting': false };
    expect(readConfig(context)).toEqual({});
    expect(withDefaults({})).toMatchObject({ stage: 'prod', memoryMb: 256, maxStaleSeconds: 3600, endpoint: 'regional' });
  });

  it.each([
    ['-c image-warden:memoryMb=512', { 'image-warden:memoryMb': '512' }, { memoryMb: 512 }],
    ['-c image-warden:createApiLogRole=false', { 'image-warden:createApiLogRole': 'false' }, { createApiLogRole: false }],
    [
      '-c image-warden:allowedCidrs=["203.0.113.0/24"]',
      { 'image-warden:allowedCidrs': '["203.0.113.0/24"]' },
      { allowedCidrs: ['203.0.113.0/24'] },
    ],
    ['-c image-warden:stage=dev', { 'image-warden:stage': 'dev' }, { stage: 'dev' }],
  ])('reads %s', (_line, context, settings) => {
    expect(readConfig(context)).toMatchObject(settings);
  });

  it.each([
    [
      'a key that there is not',
      { 'image-warden:memory': 256 },
      `image-warden:memory: no such key; the keys are ${Object.keys(fields).toSorted().join(', ')}`,
    ],
    ['a key of every object', { 'image-warden:constructor': 1 }, expect.stringMatching(/^image-warden:constructor: no such key; /)],
    [
      'a number out of range',
      { 'image-warden:memoryMb': 64 },
      'image-warden:memoryMb: expected a whole number of MB from 128 to 10240, got 64; for example "image-warden:memoryMb": 512',
    ],
    [
      'a wrong type',
      { 'image-warden:createApiLogRole': 'no' },
      'image-warden:createApiLogRole: expected true or false, got "no"; for example "image-warden:createApiLogRole": false',
    ],
    [
      'a stage that is no part of a name',
      { 'image-warden:stage': 'prod/eu' },
      'image-warden:stage: expected 1-32 characters of a-z, 0-9 and "-", the first a letter, got "prod/eu"; for example "image-warden:stage": "prod"',
    ],
    [
      'days that CloudWatch does not know',
      { 'image-warden:logRetentionDays': 91 },
      expect.stringMatching(
        /^image-warden:logRetentionDays: expected one of 1, 3, 5, 7, 14, .*, got 91; for example "image-warden:logRetentionDays": 90$/,
      ),
    ],
    [
      'an empty list, which could mean nobody or everybody',
      { 'image-warden:allowedCidrs': [] },
      'image-warden:allowedCidrs: expected a list, not empty and without repetition, each item a network such as 203.0.113.0/24, got []; ' +
        'for example "image-warden:allowedCidrs": ["203.0.113.0/24"]',
    ],
    [
      'two mistakes at once',
      { 'image-warden:maxStaleSeconds': 0, 'image-warden:memoryMb': 1.5 },
      expect.stringMatching(/^image-warden:maxStaleSeconds: .*\nimage-warden:memoryMb: .*$/),
    ],
  ])('refuses %s', (_what, context, message) => {
    expect(refusal(context)).toEqual(message);
  });

  it.each(Object.entries(fields))('gives an example for %s that it accepts itself', (_key, field) => {
    expect(field.accepts(field.example)).toBe(true);
    expect(field.accepts(Symbol('nothing'))).toBe(false);
  });
});
