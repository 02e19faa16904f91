import { describe, expect, it } from '@jest/globals';
import type { EvidenceNeeds } from '../../../core/evidence/facts.ts';
import { type EvidenceSources, evidencePort, type MadeVerifiers } from '../../../core/evidence/gather.ts';
import type { VerifierDocument } from '../../../core/evidence/requirement.ts';
import { artifactsOf, readDump, readFixture } from '../signature/fixture.ts';
import { digest, envelope, names, profile, root, signedMs } from '../signature/signer-envelope.ts';

const dump = readDump('skopeo');
const image = { host: 'ghcr.io', path: 'acme/app', digest: dump.image };
const pem = readFixture('p256.pub.pem');
const signed = { form: 'simple-signing', where: expect.stringMatching(/^tag sha256-/) };

const release: VerifierDocument = { cosign: { keys: [pem] } };
const kms: VerifierDocument = { cosign: { keys: ['awskms:///x'] } };
const signer: VerifierDocument = { awsSigner: { profiles: [profile], ca: [root.certificate.toString()] } };
const needs = (verifiers: Record<string, VerifierDocument>, scans = false): EvidenceNeeds => ({
  verifiers: new Map(Object.entries(verifiers)),
  scans,
});

function world(change: Partial<EvidenceSources> = {}, made?: MadeVerifiers) {
  const asked: string[] = [];
  const artifacts = {
    collect: async () => {
      asked.push('registry');
      return { artifacts: artifactsOf(dump), wrong: ['w'], unknown: ['u'] };
    },
  };
  const keys = {
    publicKey: async (uri: string) => {
      asked.push(uri);
      return { ok: pem };
    },
  };
  const scans = [{ scan: async () => ({ ok: { source: `ECR ${asked.push('scanner')}`, finishedMs: 1, findings: [] } }) }];
  return { asked, port: evidencePort({ artifacts, keys, scans, ...change }, made) };
}

describe('evidencePort', () => {
  it('asks the registry only for verifiers, and scanners only where a scan is wanted', async () => {
    const { port, asked } = world();
    expect(await port.gather(image, needs({}), 0)).toEqual({
      image,
      found: [],
      verifiers: new Map(),
      collected: { wrong: [], unknown: [] },
      scans: [],
      scanTroubles: [],
      scanWrongs: [],
      scansPending: [],
    });
    expect(asked).toEqual([]);
    await port.gather(image, needs({}, true), 0);
    await port.gather(image, needs({ release }), 0);
    expect(asked).toEqual(['scanner', 'registry']);
  });

  it('tells what was found, who accepts it, and what could not be had', async () => {
    const stranger: VerifierDocument = { cosign: { keys: [readFixture('p384.pub.pem')] } };
    const { port } = world();
    expect(await port.gather(image, needs({ release, stranger }), 0)).toMatchObject({
      found: [signed],
      collected: { wrong: ['w'], unknown: ['u'] },
      verifiers: new Map([
        ['release', { signatures: [{ ...signed, signer: expect.stringMatching(/^key /) }], attestations: [], refused: [], trouble: null }],
        ['stranger', { signatures: [], attestations: [], refused: [{ ...signed, wrong: { code: 'bad-signature' } }], trouble: null }],
      ]),
    });
  });

  it('tells scans from scanners that could not be asked, and from scans that cannot be used', async () => {
    const scan = { source: 'ECR', finishedMs: 1, findings: [] };
    const answers = [{ ok: scan }, { ok: null }, { unknown: 'down' }, { wrong: { code: 'malformed', detail: '17 platforms' } }] as const;
    const { port } = world({ scans: answers.map((answer) => ({ scan: async () => answer })) });
    const { scans, scanTroubles, scanWrongs } = await port.gather(image, needs({}, true), 0);
    expect([scans, scanTroubles, scanWrongs]).toEqual([[scan], ['down'], ['17 platforms']]);
  });

  it.each<[string, VerifierDocument, object]>([
    ['a key that could not be had', kms, { kind: 'unknown', detail: 'down' }],
    ['a key that is none', { cosign: { keys: ['-----x'] } }, { kind: 'wrong', detail: 'no PEM public key' }],
  ])('judges nothing by %s', async (_, document, trouble) => {
    const { port } = world({ keys: { publicKey: async () => ({ unknown: 'down' }) } });
    const { verifiers } = await port.gather(image, needs({ one: document }), 0);
    expect(verifiers.get('one')).toEqual({ signatures: [], attestations: [], refused: [], trouble });
  });

  it('makes a verifier once, in every session of a policy, unless its key could not be had', async () => {
    const made: MadeVerifiers = new WeakMap();
    const { port, asked } = world({}, made);
    for (let review = 0; review < 2; review++) await port.gather(image, needs({ kms }), 0);
    await world({ keys: { publicKey: () => Promise.reject(new Error('asked again')) } }, made).port.gather(image, needs({ kms }), 0);
    expect(asked.filter((one) => one === 'awskms:///x')).toHaveLength(1);

    const answers = [{ unknown: 'down' }, { ok: pem }];
    const recovering = world({ keys: { publicKey: async () => answers.shift() ?? { unknown: 'too often' } } });
    const details = [];
    for (let review = 0; review < 3; review++)
      details.push((await recovering.port.gather(image, needs({ kms }), 0)).verifiers.get('kms')?.trouble?.detail ?? 'none');
    expect(details).toEqual(['down', 'none', 'none']);
  });
});

describe('signatures of AWS Signer', () => {
  const expiring = envelope('notation-jws', { attributes: { [names.expiry]: signedMs + 60_000 } });
  const collect = async () => ({ artifacts: [expiring], wrong: [], unknown: [] });
  const gather = async (change: Partial<EvidenceSources>) =>
    (await world({ artifacts: { collect }, ...change }).port.gather({ ...image, digest }, needs({ signer, release }), signedMs + 1000))
      .verifiers;

  it('hold until they end, and are none of the business of other verifiers', async () => {
    const verifiers = await gather({ revocations: { revoked: async () => ({ ok: [] }) } });
    expect(verifiers.get('signer')?.signatures).toMatchObject([{ form: 'notation-jws', untilMs: signedMs + 60_000 }]);
    expect(verifiers.get('release')).toEqual({ signatures: [], attestations: [], refused: [], trouble: null });
  });

  it.each<[string, Partial<EvidenceSources>, string]>([
    ['nobody can be asked', {}, 'revocations of AWS Signer cannot be asked here'],
    ['Signer does not answer', { revocations: { revoked: async () => ({ unknown: 'down' }) } }, 'down'],
  ])('are in doubt where %s', async (_, change, detail) => {
    expect((await gather(change)).get('signer')).toEqual({
      signatures: [],
      attestations: [],
      refused: [],
      trouble: { kind: 'unknown', detail },
    });
  });
});
