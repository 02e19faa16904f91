import { describe, expect, it } from '@jest/globals';
import { compileEvidence, type EvidenceDocument } from '../../../core/evidence/add-up.ts';
import type { EvidenceFacts } from '../../../core/evidence/facts.ts';
import { holdsUntil, maxKeepMs } from '../../../core/evidence/keep.ts';
import type { VerifierDocument } from '../../../core/evidence/requirement.ts';
import type { Scan, ScanFinding } from '../../../core/evidence/scan.ts';
import { unverifiable } from '../../../core/evidence/violation.ts';

const nowMs = Date.parse('2026-11-24T00:00:00Z');
const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];
const week = 7 * day;
const verifiers = new Map<string, VerifierDocument>([
  ['key', { cosign: { keys: ['-----BEGIN PUBLIC KEY-----'] } }],
  ['kms', { cosign: { keys: ['awskms:///arn:aws:kms:eu-west-1:111122223333:key/1'] } }],
  ['alias', { cosign: { keys: ['awskms:///alias/release'] } }],
  ['aliasArn', { cosign: { keys: ['awskms:///arn:aws:kms:eu-west-1:111122223333:alias/release'] } }],
  ['keyless', { cosign: { keyless: { issuer: 'https://i', subject: 's' } } }],
  ['notary', { notation: { identities: ['C=US'] } }],
  ['signer', { awsSigner: { profiles: ['arn'] } }],
]);

const finding: ScanFinding = { id: 'CVE-1', severity: 'critical', fixable: true, publishedMs: nowMs - 3 * day, component: null };
const scan = (finishedMs: number | null, ...findings: readonly ScanFinding[]): Scan => ({ source: 'ECR', finishedMs, findings });
const facts = (change: Partial<EvidenceFacts> = {}): EvidenceFacts => ({
  image: { host: 'ghcr.io', path: 'acme/app', digest: 'sha256:x' },
  found: [],
  verifiers: new Map(),
  collected: { wrong: [], unknown: [] },
  scans: [],
  scanTroubles: [],
  scansPending: [],
  scanWrongs: [],
  ...change,
});

const held = (document: EvidenceDocument, change?: Partial<EvidenceFacts>): number =>
  holdsUntil(compileEvidence(document), facts(change), [], { verifiers, nowMs }) - nowMs;

describe('a signature holds', () => {
  it.each<[string, string[], number]>([
    ['a week by a key', ['key'], week],
    ['a week by a key of KMS', ['kms'], week],
    ['a day by an alias of KMS', ['alias'], day],
    ["a day by an alias' ARN", ['aliasArn'], day],
    ['a week by an identity', ['keyless'], week],
    ['a day by a certificate', ['notary'], day],
    ['an hour by AWS Signer', ['signer'], hour],
    ['a day by nobody that the policy has', ['nobody'], day],
    ['as long as the shortest', ['key', 'notary'], day],
  ])('%s', (_, signedBy, expected) => {
    expect(held({ signedBy })).toBe(expected);
    expect(held({ attestations: signedBy.map((from) => ({ type: 'spdx', from: [from] })) })).toBe(expected);
  });
});

describe('a denial', () => {
  const violations = [{ rule: 'vulnerabilities', detail: 'd', fix: 'f', warnOnly: false }] as const;
  it.each<[string, Partial<EvidenceFacts>, number]>([
    ['holds a minute', {}, minute],
    ['is not kept while a scan runs, whose end asks again', { scansPending: ['x'] }, 0],
  ])('%s', (_, change, expected) => {
    expect(holdsUntil(compileEvidence({}), facts(change), violations, { verifiers, nowMs }) - nowMs).toBe(expected);
  });
});

describe('a signature that ends', () => {
  it('holds until then', () => {
    const signatures = [{ form: 'notation-jws', where: 'x', signer: 's', untilMs: nowMs + minute }] as const;
    const notary = { signatures, attestations: [], refused: [], trouble: null };
    expect(held({ signedBy: ['notary'] }, { verifiers: new Map([['notary', notary]]) })).toBe(minute);
    expect(held({ signedBy: ['key'] }, { verifiers: new Map([['notary', notary]]) })).toBe(week);
  });
});

describe('a scan holds', () => {
  const max = 'high';
  const until = '2026-11-24T05:00:00Z';
  it.each<[string, NonNullable<EvidenceDocument['vulnerabilities']>, Partial<EvidenceFacts>, number]>([
    ['a day', { max }, { scans: [scan(nowMs)] }, day],
    ['a day, of unknown time', { max }, { scans: [scan(null)] }, day],
    ['until it is too old', { max, maxAgeDays: 7 }, { scans: [scan(nowMs - week + hour)] }, hour],
    ['by the newest', { max, maxAgeDays: 7 }, { scans: [scan(nowMs - week + hour), scan(nowMs)] }, day],
    ['until a finding is allowed no longer', { max, allow: [{ id: 'CVE-1', until }] }, { scans: [scan(nowMs, finding)] }, 5 * hour],
    ['until grace is over', { max, graceDays: 3.25 }, { scans: [scan(nowMs, finding)] }, 6 * hour],
    [
      'until the later of both, of one finding',
      { max, graceDays: 3.25, allow: [{ id: 'CVE-1', until }] },
      { scans: [scan(nowMs, finding)] },
      6 * hour,
    ],
    [
      'until the first of two findings counts',
      { max, graceDays: 3.25, allow: [{ id: 'CVE-2', until }] },
      { scans: [scan(nowMs, finding, { ...finding, id: 'CVE-2', publishedMs: null })] },
      5 * hour,
    ],
    ['a day with findings that never count', { max: 'critical', graceDays: 3.25 }, { scans: [scan(nowMs, finding)] }, day],
    ['an hour when there is none', { max, missing: 'allow' }, {}, hour],
    ['a minute when one is still to come', { max, missing: 'allow' }, { scansPending: ['x'] }, minute],
    ['a minute when a scanner did not answer', { max }, { scanTroubles: ['x'], scans: [scan(nowMs)] }, minute],
    ['a minute when another scanner did not answer', { max }, { scans: [scan(nowMs)], scanTroubles: ['x'] }, minute],
    ['a minute when a report may be unseen', { max }, { scans: [scan(nowMs)], collected: { wrong: [], unknown: ['x'] } }, minute],
  ])('%s', (_, vulnerabilities, change, expected) => {
    expect(held({ vulnerabilities }, change)).toBe(expected);
    expect(held({ signedBy: ['key'], vulnerabilities }, change)).toBe(expected);
  });
});

it('the sooner of signature and scan decides', () => {
  expect(held({ signedBy: ['signer'], vulnerabilities: { max: 'high' } }, { scans: [scan(nowMs)] })).toBe(hour);
});

it('what is missing is looked for again after a minute', () => {
  const requirements = compileEvidence({ signedBy: ['key'] });
  expect(holdsUntil(requirements, facts(), [unverifiable('x', [])], { verifiers, nowMs }) - nowMs).toBe(minute);
});

it('nothing holds longer than the longest', () => {
  expect(held({ signedBy: ['key'] })).toBe(maxKeepMs);
});
