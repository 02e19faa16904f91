import { describe, expect, it } from '@jest/globals';
import type { PinnedImage } from '../../core/evidence/ports.ts';
import type { EvidenceViolation } from '../../core/evidence/violation.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { judgeAhead } from '../../lambda/judge-ahead.ts';
import { policyOf } from '../core/review/engine.ts';

const host = '111122223333.dkr.ecr.eu-west-1.amazonaws.com';
const hex = 'a'.repeat(64);
const digest = `sha256:${hex}`;
const subject = `sha256:${'b'.repeat(64)}`;
const key = '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n';
const verifiers = { release: { cosign: { keys: [key] } } };

const load = (document: object): Promise<Policy> => policyOf(JSON.stringify({ version: 1, ...document }));

const push = (change: object = {}) => ({
  source: 'aws.ecr',
  'detail-type': 'ECR Image Action',
  account: '111122223333',
  region: 'eu-west-1',
  detail: { 'action-type': 'PUSH', result: 'SUCCESS', 'repository-name': 'acme/app', 'image-digest': digest, 'image-tag': 'v1', ...change },
});
const scan = {
  ...push(),
  'detail-type': 'ECR Image Scan',
  detail: { 'scan-status': 'COMPLETE', 'repository-name': 'acme/app', 'image-digest': digest },
};

const violation = (rule: EvidenceViolation['rule']): EvidenceViolation => ({ rule, detail: `${rule}: why`, fix: 'f', warnOnly: false });

interface Given {
  readonly policy?: Policy | null;
  readonly subject?: { ok: string | null } | { unknown: string };
  readonly violations?: readonly EvidenceViolation[];
  readonly keeps?: boolean;
}

function world({ policy = signed, subject: about = { ok: null }, violations = [], keeps = true }: Given = {}) {
  let closed = 0;
  const proved: string[] = [];
  const lines: Record<string, unknown>[] = [];
  let read = 0;
  const run = judgeAhead({
    policies: { current: async () => ({ policy, stale: false, clusters: null, problem: null }) },
    keep: async () => keeps,
    evidence: (store) => ({
      close: () => closed++,
      session: async () => ({
        prove: async ({ host: at, path, digest: of }: PinnedImage, requirements) => {
          proved.push(`${at}/${path}@${of} ${JSON.stringify(requirements.signedBy.map(({ anyOf }) => anyOf.join()))}`);
          expect(await store.get('k')).toBeNull();
          await store.put('k', { violations, judgedMs: 0, untilMs: 1 });
          return violations;
        },
        resolve: async () => ({ problem: 'nobody asks' }),
      }),
    }),
    subjectOf: async () => {
      read++;
      return about;
    },
    clock: { now: () => Date.parse('2026-11-24T00:00:00Z'), monotonic: () => 0 },
    log: { write: (line) => lines.push(JSON.parse(line) as Record<string, unknown>) > 0 },
  });
  return { run, proved, lines, read: () => read, closed: () => closed };
}

const signed = await load({ images: [`${host}/acme`], verifiers, require: { signedBy: ['release'] } });
const withScan = await load({ images: [`${host}/acme`], verifiers, require: { vulnerabilities: { max: 'high' } } });

const open = await load({ images: [host] });
const elsewhere = await load({ images: ['ghcr.io'], verifiers, require: { signedBy: ['release'] } });

describe('an image that was pushed', () => {
  it('is judged, and told of in one line', async () => {
    const { run, proved, lines, closed } = world();
    await run(push());
    expect(proved).toEqual([`${host}/acme/app@${digest} ["release"]`]);
    expect(closed()).toBe(1);
    expect(lines).toEqual([
      {
        timestamp: '2026-11-24T00:00:00.000Z',
        level: 'INFO',
        message: 'judged',
        type: 'ahead',
        service: 'image-warden',
        image: `${host}/acme/app@${digest}`,
        policy: signed.hash.slice(0, 12),
        verdicts: [[]],
        cause: 'push',
        durationMs: 0,
      },
    ]);
  });

  it('is judged for every place in which it may run', async () => {
    const policy = await load({
      verifiers: { ...verifiers, qa: verifiers.release },
      images: [
        { allow: `${host}/acme/app`, where: { clusters: ['prod-*'] }, require: { signedBy: ['release', 'qa'] } },
        { allow: `${host}/acme/app`, where: { clusters: ['dev-*'] } },
        { allow: host, require: { signedBy: ['qa'] } },
      ],
    });
    const { run, proved } = world({ policy });
    await run(push());
    expect(proved.map((line) => line.split(' ')[1])).toEqual(['["release","qa"]', '["qa"]']);
  });

  it.each<[string, string]>([
    ['cosign signature', `sha256-${'b'.repeat(64)}.sig`],
    ['cosign attestation', `sha256-${'b'.repeat(64)}.att`],
    ['list of referrers', `sha256-${'b'.repeat(64)}`],
  ])('as a %s has its image judged', async (_, tag) => {
    const { run, proved, read } = world();
    await run(push({ 'image-tag': tag }));
    expect(proved).toEqual([`${host}/acme/app@${subject} ["release"]`]);
    expect(read()).toBe(0);
  });

  it('as a referrer has its image judged', async () => {
    const { run, proved } = world({ subject: { ok: subject } });
    await run(push({ 'image-tag': undefined }));
    expect(proved).toEqual([`${host}/acme/app@${subject} ["release"]`]);
  });

  it('may be refused: that is a verdict', async () => {
    const { run, lines } = world({ violations: [violation('signature-required')] });
    await run(push());
    expect(lines).toMatchObject([{ level: 'INFO', message: 'judged', verdicts: [['signature-required']] }]);
  });
});

describe('nobody is asked', () => {
  it.each<[string, Policy]>([
    ['of whom nothing is to be proved', open],
    ['that is nowhere allowed', elsewhere],
  ])('about an image %s', async (_, policy) => {
    const { run, proved, lines, read } = world({ policy });
    await run(push());
    expect([proved, read()]).toEqual([[], 0]);
    expect(lines).toMatchObject([{ level: 'INFO', message: 'nothing is to be proved' }]);
  });

  it('for an event of something else, which is not tried again', async () => {
    const { run, proved, lines } = world();
    await run({ source: 'aws.s3', detail: '\u001b[2J' });
    expect(proved).toEqual([]);
    expect(lines).toMatchObject([{ level: 'WARN', message: 'an event that tells of no image' }]);
  });
});

describe('another try', () => {
  it.each<[string, unknown, Given, string]>([
    ['without a policy', push(), { policy: null }, 'no policy is usable'],
    ['when the verdict could not be kept', push(), { keeps: false }, 'a verdict could not be kept'],
    ['without the manifest', push(), { subject: { unknown: 'x' } }, 'what was pushed could not be read'],
    ['when a signature could not be checked', push(), { violations: [violation('unverifiable')] }, 'could not be checked'],
    ['when a scan could not be read', scan, { policy: withScan, violations: [violation('unverifiable')] }, 'could not be checked'],
  ])('is made %s', async (_, event, given, message) => {
    const { run, lines } = world(given);
    await expect(run(event)).rejects.toMatchObject({ name: 'NotChecked', message });
    expect(lines).toMatchObject([{ level: 'WARN', message, image: `${host}/acme/app@${digest}` }]);
  });

  it('is made twice for a scan that has begun with the push, whose end is an event of its own', async () => {
    const { run, lines } = world({ policy: withScan, violations: [violation('unverifiable')] });
    const at = (time: string): Promise<void> => run({ ...push(), time });
    await expect(at('2026-11-24T00:00:00Z')).rejects.toThrow('could not be checked');
    await expect(at('2026-11-23T23:59:00Z')).rejects.toThrow('could not be checked');
    await at('2026-11-23T23:57:00Z');
    await run(push());
    expect(lines).toHaveLength(4);
    expect(lines.at(-1)).toMatchObject({ level: 'WARN', message: 'could not be checked', unknown: ['unverifiable: why'] });
  });
});
