import { createHash, X509Certificate } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Artifact } from '../../../core/signature/artifact.ts';
import { type NotationTrust, verifyNotation } from '../../../core/signature/notation.ts';
import { parseName } from '../../../core/signature/subject.ts';
import { artifactsOf, type Dump, flip, readDump, readFixture } from './fixture.ts';

const root = new X509Certificate(readFixture('notation-root.pem'));
const tsaRoot = new X509Certificate(readFixture('notation-tsa-root.pem'));
const names = (...texts: string[]) => texts.map((text) => parseName(text) ?? new Map<string, string>());
const trust: NotationTrust = { ca: [root], signingAuthority: [], tsa: [], identities: names('C=US, ST=WA, O=Acme'), revoked: new Set() };
const fingerprintOf = ({ raw }: X509Certificate) => createHash('sha256').update(raw).digest('hex');
const signedMs = Date.parse('2026-11-24T20:00:00Z');
const day = 86_400_000;
/** The attribute's name and its value. */
const agentLength = 60;
/** The leaves live for 1,000 days. */
const leafExpiredMs = signedMs + 1001 * day;

function codesOf({ image }: Pick<Dump, 'image'>, artifacts: readonly Artifact[], by: NotationTrust = trust, nowMs = signedMs): string[] {
  return artifacts.map((one) => verifyNotation(one, image, by, nowMs)).map((one) => ('ok' in one ? one.ok.claim.kind : one.wrong.code));
}

describe('notation', () => {
  const dump = readDump('notation');
  const artifacts = artifactsOf(dump);
  it.each<[string, Partial<NotationTrust>, number, string]>([
    ['JWS and COSE, EC and RSA', {}, signedMs, 'signature'],
    ['one of two identities', { identities: names('CN=somebody', 'O=Acme, OU=Release') }, signedMs, 'signature'],
    ['another identity', { identities: names('C=US, ST=WA, O=Acme-Evil') }, signedMs, 'untrusted'],
    ['an identity with an attribute that the subject lacks', { identities: names('O=Acme, L=Seattle') }, signedMs, 'untrusted'],
    ['no identity', { identities: [] }, signedMs, 'untrusted'],
    ['another authority', { ca: [tsaRoot] }, signedMs, 'untrusted'],
    ['no authority', { ca: [] }, signedMs, 'untrusted'],
    ['the authority as one that is believed its time', { ca: [], signingAuthority: [root] }, signedMs, 'untrusted'],
    ['an expired certificate without a timestamp', {}, leafExpiredMs, 'expired'],
    ['a clock before the certificate', {}, signedMs - 2 * day, 'expired'],
    ['a revoked authority', { revoked: new Set([fingerprintOf(root)]) }, signedMs, 'revoked'],
    ['a revoked certificate of others', { revoked: new Set([fingerprintOf(tsaRoot)]) }, signedMs, 'signature'],
  ])('%s', (_, by, nowMs, expected) => {
    expect(codesOf(dump, artifacts, { ...trust, ...by }, nowMs)).toEqual(Array(4).fill(expected));
  });

  it('says what is malformed', () => {
    const bytes = Buffer.from('{}');
    for (const [form, detail] of [
      ['notation-jws', 'no JWS envelope'],
      ['notation-cose', 'no COSE_Sign1 envelope'],
    ] as const)
      expect(verifyNotation({ form, where: '', bytes, annotations: {} }, dump.image, trust, signedMs)).toEqual({
        wrong: { code: 'malformed', detail },
      });
  });

  it('names signers by their subject and their key', () => {
    const signers = artifacts
      .map((one) => verifyNotation(one, dump.image, trust, signedMs))
      .map((one) => ('ok' in one ? one.ok.signer : ''));
    for (const signer of signers) expect(signer).toMatch(/^C=US, .*, key [0-9a-f]{64}$/);
    expect(new Set(signers).size).toBe(signers.length);
  });

  it('refuses a signature that is replayed on another image', () => {
    expect(codesOf({ image: `sha256:${'0'.repeat(64)}` }, artifacts)).toEqual(Array(4).fill('other-image'));
  });

  it('refuses flipped bytes, every fifth, but for what is not signed', () => {
    for (const artifact of artifacts) {
      // The signing agent's name is all that notation leaves unsigned and unused.
      const agent = Buffer.from(artifact.bytes).indexOf('io.cncf.notary.signingAgent');
      const every = [...artifact.bytes.keys()].filter((at) => at % 5 === 0);
      const passed = every.filter((at) => codesOf(dump, [{ ...artifact, bytes: flip(artifact.bytes, at) }])[0] === 'signature');
      expect(passed.filter((at) => at < agent - 2 || at > agent + agentLength)).toEqual([]);
    }
  });
});

describe('expiry', () => {
  const dump = readDump('notation-expiring');
  it.each<[string, number, string]>([
    ['before', signedMs, 'signature'],
    ['after', signedMs + 2 * day, 'expired'],
  ])('%s', (_, nowMs, expected) => {
    expect(codesOf(dump, artifactsOf(dump), trust, nowMs)).toEqual([expected, expected]);
  });
});

describe('timestamps', () => {
  const dump = readDump('notation-timestamp');
  const artifacts = artifactsOf(dump);
  it.each<[string, Partial<NotationTrust>, number, string]>([
    ['keep a signature alive beyond its certificate', { tsa: [tsaRoot] }, leafExpiredMs, 'signature'],
    ['count for nothing without a trusted authority', {}, leafExpiredMs, 'expired'],
    ['of another authority are wrong', { tsa: [root] }, signedMs, 'unproven'],
    ['of the future are wrong', { tsa: [tsaRoot] }, signedMs - 2 * day, 'unproven'],
  ])('%s', (_, by, nowMs, expected) => {
    expect(codesOf(dump, artifacts, { ...trust, ...by }, nowMs)).toEqual([expected, expected]);
  });

  const endsOf = (name: string, by: Partial<NotationTrust> = {}) =>
    artifactsOf(readDump(name)).map((one) => {
      const checked = verifyNotation(one, readDump(name).image, { ...trust, ...by }, signedMs);
      return 'ok' in checked ? (checked.ok.untilMs ?? 'never') : checked.wrong.code;
    });

  it('and expiries say until when a signature holds', () => {
    expect(endsOf('notation-timestamp', { tsa: [tsaRoot] })).toEqual(['never', 'never']);
    // Without an authority that is trusted, a timestamp keeps nothing alive.
    for (const end of [...endsOf('notation-timestamp'), ...endsOf('notation')]) {
      expect(end).toBeGreaterThan(signedMs + 900 * day);
      expect(end).toBeLessThan(leafExpiredMs);
    }
    for (const end of endsOf('notation-expiring')) expect(end).toBeLessThanOrEqual(signedMs + 2 * day);
  });

  it('of one signature are none of another', () => {
    const [first, second] = artifacts
      .filter(({ form }) => form === 'notation-jws')
      .concat(artifactsOf(readDump('notation')).filter(({ form }) => form === 'notation-jws'));
    const stamp = (artifact: Artifact | undefined) =>
      JSON.parse(Buffer.from(artifact?.bytes ?? []).toString()) as { header: Record<string, unknown> };
    const [stamped, bare] = [stamp(first), stamp(second)];
    const key = 'io.cncf.notary.timestampSignature';
    bare.header[key] = stamped.header[key];
    const moved: Artifact = { form: 'notation-jws', where: '', bytes: Buffer.from(JSON.stringify(bare)), annotations: {} };
    expect(codesOf(readDump('notation'), [moved], { ...trust, tsa: [tsaRoot] }, signedMs)).toEqual(['unproven']);
  });
});
