import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Artifact } from '../../../core/signature/artifact.ts';
import { verifyCosign } from '../../../core/signature/cosign.ts';
import { preAuthEncoding } from '../../../core/signature/dsse.ts';
import { verifyingKey } from '../../../core/signature/key.ts';
import { publicGood } from '../../../core/signature/public-good.ts';
import { artifactsOf, flip, readDump, readKey } from './fixture.ts';
import { issue, signing } from './issued.ts';

const keys = ['p256', 'p384', 'p521', 'rsa', 'ed25519'] as const;
const otherImage = `sha256:${'0'.repeat(64)}`;

const trustIn = (name: string) => ({ keys: [readKey(name)], logs: null });

async function codesOf(artifacts: readonly Artifact[], digest: string, key: string): Promise<string[]> {
  const checked = await Promise.all(artifacts.map((one) => verifyCosign(one, digest, trustIn(key))));
  return checked.map((one) => ('ok' in one ? one.ok.claim.kind : one.wrong.code));
}

describe.each(['cosign2-keys', 'cosign3-keys'])('%s', (name) => {
  const dump = readDump(name);
  const artifacts = artifactsOf(dump);

  it.each(keys)('accepts exactly the signature by %s', async (key) => {
    expect((await codesOf(artifacts, dump.image, key)).sort()).toEqual([...Array(4).fill('bad-signature'), 'signature']);
  });

  it.each(keys)('refuses the signature by %s when it is replayed on another image', async (key) => {
    expect((await codesOf(artifacts, otherImage, key)).sort()).toEqual([...Array(4).fill('bad-signature'), 'other-image']);
  });
});

describe('any flipped byte', () => {
  it.each(['cosign2-keys', 'skopeo'])('of a payload of %s is refused', async (name) => {
    const { image } = readDump(name);
    const [artifact] = artifactsOf(readDump(name)) as [Artifact];
    await fc.assert(
      fc.asyncProperty(fc.nat(artifact.bytes.length - 1), async (at) => {
        expect(await codesOf([{ ...artifact, bytes: flip(artifact.bytes, at) }], image, 'p256')).toEqual(['bad-signature']);
      }),
      { numRuns: 50 },
    );
  });

  it('of a bundle of cosign 3 is refused, or changes nothing that is read', async () => {
    const dump = readDump('cosign3-only-vuln');
    const [artifact] = artifactsOf(dump) as [Artifact];
    const start = Buffer.from(artifact.bytes).indexOf('"dsseEnvelope"');
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: start, max: artifact.bytes.length - 1 }), async (at) => {
        const [code] = await codesOf([{ ...artifact, bytes: flip(artifact.bytes, at) }], dump.image, 'p256');
        expect(['bad-signature', 'malformed']).toContain(code);
      }),
      { numRuns: 100 },
    );
  });
});

describe('an envelope of several signatures', () => {
  const digest = `sha256:${'ab'.repeat(32)}`;
  const payload = Buffer.from(
    JSON.stringify({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ digest: { sha256: 'ab'.repeat(32) } }],
      predicateType: 'https://spdx.dev/Document',
    }),
  );
  const payloadType = 'application/vnd.in-toto+json';
  const [one, two] = [generateKeyPairSync('ec', { namedCurve: 'P-256' }), generateKeyPairSync('ec', { namedCurve: 'P-256' })];
  const sigOf = ({ privateKey }: typeof one) => sign('sha256', preAuthEncoding({ payloadType, payload }), privateKey).toString('base64');
  const keyOf = ({ publicKey }: typeof one) => {
    const key = verifyingKey(publicKey);
    if ('wrong' in key) throw new Error(key.wrong.detail);
    return key.ok;
  };
  const envelope = (signers: readonly (typeof one)[], annotations: Artifact['annotations'] = {}): Artifact => ({
    form: 'dsse',
    where: '',
    bytes: Buffer.from(
      JSON.stringify({ payloadType, payload: payload.toString('base64'), signatures: signers.map((by) => ({ sig: sigOf(by) })) }),
    ),
    annotations,
  });

  it.each<[string, (typeof one)[], (typeof one)[], string]>([
    ['the second by the key', [one, two], [two], 'attestation'],
    ['the first by the second key', [one], [two, one], 'attestation'],
    ['none by the key', [one, one], [two], 'bad-signature'],
  ])('%s', async (_, signers, keys, expected) => {
    const checked = await verifyCosign(envelope(signers), digest, { keys: keys.map(keyOf), logs: null });
    expect('ok' in checked ? checked.ok.claim.kind : checked.wrong.code).toBe(expected);
  });

  it('is no word of a certificate', async () => {
    const { certificate } = await issue('Leaf', signing, null);
    const artifact = envelope([one, two], { 'dev.sigstore.cosign/certificate': certificate.toString() });
    expect(await verifyCosign(artifact, digest, { identity: { issuer: 'i', subject: '*' }, root: publicGood() })).toEqual({
      wrong: { code: 'malformed', detail: 'several signatures under one certificate' },
    });
    expect(await verifyCosign(envelope([one]), digest, { identity: { issuer: 'i', subject: '*' }, root: publicGood() })).toEqual({
      wrong: { code: 'untrusted', detail: 'it has no certificate: a key signed it' },
    });
  });
});

it('accepts what skopeo signed', async () => {
  const dump = readDump('skopeo');
  expect(await codesOf(artifactsOf(dump), dump.image, 'p256')).toEqual(['signature']);
});

it('reads predicate types from the signed statements of cosign 2 and 3', async () => {
  const dump = readDump('attestations');
  const checked = await Promise.all(artifactsOf(dump).map((one) => verifyCosign(one, dump.image, trustIn('p256'))));
  const types = checked.map((one) => ('ok' in one && one.ok.claim.kind === 'attestation' ? one.ok.claim.predicateType : null)).sort();
  const each = [
    'https://acme.example/custom/v1',
    'https://cosign.sigstore.dev/attestation/vuln/v1',
    'https://cyclonedx.org/bom',
    'https://slsa.dev/provenance/v0.2',
    'https://slsa.dev/provenance/v1',
    'https://spdx.dev/Document',
  ];
  expect(types).toEqual(each.flatMap((type) => [type, type]));
});

it('does not take an attestation of cosign 3 for a signature, though cosign 3.1.1 does', async () => {
  const dump = readDump('cosign3-only-vuln');
  expect(await codesOf(artifactsOf(dump), dump.image, 'p256')).toEqual(['attestation']);
});

describe('malformed artifacts', () => {
  const base: Artifact = { form: 'simple-signing', where: '', bytes: Buffer.from('{}'), annotations: {} };
  const envelope = (value: unknown): Artifact => ({ ...base, form: 'dsse', bytes: Buffer.from(JSON.stringify(value)) });
  const signatures = (count: number) => Array.from({ length: count }, () => ({ sig: 'AAAA' }));
  it.each<[string, Artifact]>([
    ['no signature', base],
    ['a signature that is no text', { ...base, annotations: { 'dev.cosignproject.cosign/signature': 7 } }],
    [
      'a certificate that is no PEM',
      { ...base, annotations: { 'dev.cosignproject.cosign/signature': 'AAAA', 'dev.sigstore.cosign/certificate': 'x' } },
    ],
    [
      'a log entry that is no JSON',
      { ...base, annotations: { 'dev.cosignproject.cosign/signature': 'AAAA', 'dev.sigstore.cosign/bundle': '{' } },
    ],
    [
      'a timestamp that is no JSON',
      { ...base, annotations: { 'dev.cosignproject.cosign/signature': 'AAAA', 'dev.sigstore.cosign/rfc3161timestamp': '[]' } },
    ],
    ['no envelope', envelope([])],
    ['an envelope without signatures', envelope({ payloadType: 'x', payload: '', signatures: [] })],
    ['an envelope of nine signatures', envelope({ payloadType: 'x', payload: '', signatures: signatures(9) })],
    ['a payload with a line end', envelope({ payloadType: 'x', payload: 'AAA\n', signatures: signatures(1) })],
    ['inherited members only', envelope({ __proto__: { payloadType: 'x', payload: '', signatures: signatures(1) } })],
    ['no UTF-8', { ...base, form: 'sigstore-bundle', bytes: Buffer.from([0xff]) }],
    [
      'a bundle of version 0.4',
      { ...base, form: 'sigstore-bundle', bytes: Buffer.from('{"mediaType":"application/vnd.dev.sigstore.bundle.v0.4+json"}') },
    ],
  ])('%s', async (_, artifact) => {
    expect(await codesOf([artifact], otherImage, 'p256')).toEqual(['malformed']);
  });
});

describe('an envelope of several signatures', () => {
  const bundles = artifactsOf(readDump('cosign3-keys')).map(
    ({ bytes }) => JSON.parse(Buffer.from(bytes).toString()) as { dsseEnvelope: Signed },
  );
  interface Signed {
    readonly signatures: readonly { readonly sig: string }[];
  }
  const junk = { sig: Buffer.alloc(64, 1).toString('base64') };
  const codes = async (key: string, change: (signatures: Signed['signatures']) => Signed['signatures']): Promise<boolean> => {
    const trust = { keys: [readKey(key)], logs: null };
    const judged = await Promise.all(
      bundles.map(({ dsseEnvelope }) => {
        const bytes = Buffer.from(JSON.stringify({ ...dsseEnvelope, signatures: change(dsseEnvelope.signatures) }));
        return verifyCosign({ form: 'dsse', where: '', bytes, annotations: {} }, readDump('cosign3-keys').image, trust);
      }),
    );
    return judged.some((one) => 'ok' in one);
  };

  it.each<[string, string, boolean, boolean]>([
    ["any of them may be the key's", 'p256', true, true],
    ['only the first is tried as a prehashed one, which takes long', 'ed25519', true, false],
  ])('%s', async (_, key, first, second) => {
    expect(await codes(key, (signatures) => [...signatures, junk])).toBe(first);
    expect(await codes(key, (signatures) => [junk, ...signatures])).toBe(second);
  });
});
