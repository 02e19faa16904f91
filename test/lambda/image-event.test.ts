import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseImageEvent } from '../../lambda/image-event.ts';

const happenedMs = Date.parse('2026-11-24T00:00:00Z');
const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;
const host = '111122223333.dkr.ecr.eu-west-1.amazonaws.com';
const image = { host, path: 'acme/app', digest };
const envelope = { version: '0', id: 'x', account: '111122223333', region: 'eu-west-1', time: '2026-11-24T00:00:00Z' };

const pushed = { 'action-type': 'PUSH', result: 'SUCCESS', 'repository-name': 'acme/app', 'image-digest': digest, 'image-tag': 'v1' };
const push = (change: object = {}, around: object = {}) => ({
  ...envelope,
  source: 'aws.ecr',
  'detail-type': 'ECR Image Action',
  resources: [],
  detail: { ...pushed, ...change },
  ...around,
});

const scanned = { 'scan-status': 'COMPLETE', 'repository-name': 'acme/app', 'image-digest': digest, 'image-tags': ['v1'] };
const basicScan = (change: object = {}) => ({
  ...envelope,
  source: 'aws.ecr',
  'detail-type': 'ECR Image Scan',
  detail: { ...scanned, ...change },
});

const arn = 'arn:aws:ecr:eu-west-1:111122223333:repository/acme/app';
const enhancedScan = (change: object = {}) => ({
  ...envelope,
  source: 'aws.inspector2',
  'detail-type': 'Inspector2 Scan',
  resources: [arn],
  detail: { 'scan-status': 'INITIAL_SCAN_COMPLETE', 'repository-name': arn, 'image-digest': digest, 'image-tags': [], ...change },
});

describe('an event of an image', () => {
  it.each<[string, unknown, unknown]>([
    ['a push', push(), { cause: 'push', image, tag: 'v1', happenedMs }],
    ['a push at some time', push({}, { time: 'noon' }), { cause: 'push', image, tag: 'v1', happenedMs: null }],
    ['a push without a tag', push({ 'image-tag': undefined }), { cause: 'push', image, tag: null, happenedMs }],
    [
      'a push in China',
      push({}, { region: 'cn-north-1' }),
      { cause: 'push', image: { ...image, host: '111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn' }, tag: 'v1', happenedMs },
    ],
    ['a basic scan', basicScan(), { cause: 'scan', image, tag: null, happenedMs }],
    ['an enhanced scan', enhancedScan(), { cause: 'scan', image, tag: null, happenedMs }],
  ])('%s', (_, event, expected) => {
    expect(parseImageEvent(event)).toEqual(expected);
  });

  it.each<[string, unknown]>([
    ['nothing', null],
    ['a list', [push()]],
    ['of another source', push({}, { source: 'acme.ecr' })],
    ['of another kind', push({}, { 'detail-type': 'ECR Image Scan' })],
    ['a deletion', push({ 'action-type': 'DELETE' })],
    ['a push that failed', push({ result: 'FAILURE' })],
    ['a scan that failed', basicScan({ 'scan-status': 'FAILED' })],
    ['an enhanced scan that failed', enhancedScan({ 'scan-status': 'FAILED' })],
    ['without detail', push({}, { detail: undefined })],
    ['without a digest', push({ 'image-digest': undefined })],
    ['a short digest', push({ 'image-digest': 'sha256:0' })],
    ['another algorithm', push({ 'image-digest': `sha512:${'0'.repeat(128)}` })],
    ['a digest that is no text', push({ 'image-digest': [digest] })],
    ['without a repository', push({ 'repository-name': '' })],
    ['a repository in capitals', push({ 'repository-name': 'Acme/app' })],
    ['a repository with a tag', push({ 'repository-name': 'acme/app:v2', 'image-tag': undefined })],
    ['a repository with a digest', push({ 'repository-name': `acme/app@${digest}`, 'image-tag': undefined })],
    ['a repository that leads elsewhere', push({ 'repository-name': '../../app' })],
    ['a tag with a digest', push({ 'image-tag': `v1@${digest}` })],
    ['a tag that is none', push({ 'image-tag': 'a b' })],
    ['an account that is a host', push({}, { account: 'evil.example/' })],
    ['an account of 11 digits', push({}, { account: '11112222333' })],
    ['a region with a slash', push({}, { region: 'eu-west-1.evil.example/x-1' })],
    ['a region that is none', push({}, { region: 'evil' })],
    ["another account's ARN", enhancedScan({ 'repository-name': arn.replace('111122223333', '444455556666') })],
    ["another region's ARN", enhancedScan({ 'repository-name': arn.replace('eu-west-1', 'us-east-1') })],
    ["another service's ARN", enhancedScan({ 'repository-name': arn.replace(':ecr:', ':s3:') })],
    ['properties of its prototype', JSON.parse(`{"__proto__": ${JSON.stringify(push())}}`)],
  ])('is none: %s', (_, event) => {
    expect(parseImageEvent(event)).toBeNull();
  });

  it('or one whose image is of its own account and region, whatever it holds', () => {
    const text = fc.oneof(fc.string(), fc.constantFrom('acme/app', arn, digest, 'v1', '111122223333', 'eu-west-1'));
    const mostly = (value: string) => fc.oneof({ arbitrary: fc.constant(value), weight: 4 }, { arbitrary: text, weight: 1 });
    const event = fc.record({
      account: mostly('111122223333'),
      region: mostly('eu-west-1'),
      time: text,
      repository: mostly('acme/app'),
      digest: mostly(digest),
      tag: fc.oneof(mostly('v1'), fc.anything()),
    });
    fc.assert(
      fc.property(event, ({ account, region, time, ...names }) => {
        const detail = { 'repository-name': names.repository, 'image-digest': names.digest, 'image-tag': names.tag };
        const told = parseImageEvent(push(detail, { account, region, time }));
        if (told !== null) expect(told.image.host.startsWith(`${account}.dkr.ecr.${region}.amazonaws.com`)).toBe(true);
      }),
    );
    fc.assert(fc.property(fc.anything(), (value) => expect(parseImageEvent(value)).toBeNull()));
  });
});
