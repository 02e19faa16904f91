import { describe, expect, it } from '@jest/globals';
import type { Artifact } from '../../../core/signature/artifact.ts';
import { verifyCosign } from '../../../core/signature/cosign.ts';
import { parseVerifyingKey } from '../../../core/signature/key.ts';
import { publicGood } from '../../../core/signature/public-good.ts';
import { parseTrustRoot } from '../../../core/signature/trust-root.ts';
import { flip, readFixture } from './fixture.ts';

interface Bundle {
  verificationMaterial: {
    certificate?: { rawBytes: string };
    tlogEntries?: Record<string, unknown>[];
    timestampVerificationData?: unknown;
  };
  dsseEnvelope: { payload: string; signatures: { sig: string }[] };
}
type Name = 'rekor1' | 'rekor2' | 'withoutTimestamp' | 'late' | 'serverAuth' | 'otherSubject' | 'otherIssuer' | 'otherImage' | 'provenance';
type Keyed = { pub: string; bundle: Bundle; unlogged: Bundle };

const fixture = JSON.parse(readFixture('keyless.json')) as Record<Name, Bundle> & {
  digest: string;
  issuer: string;
  subject: string;
  trustRoot: unknown;
  legacy: { payload: string; annotations: Record<string, string> };
  keyed: Keyed;
  keyed384: Keyed;
};
const root = (() => {
  const checked = parseTrustRoot(fixture.trustRoot);
  if ('wrong' in checked) throw new Error(checked.wrong.detail);
  return checked.ok;
})();
const identity = { issuer: fixture.issuer, subject: fixture.subject };
const trust = { identity, root };

const artifactOf = (bundle: unknown): Artifact & { bytes: Buffer } => ({
  form: 'sigstore-bundle',
  where: '',
  bytes: Buffer.from(JSON.stringify(bundle)),
  annotations: {},
});
const legacy = (annotations: Record<string, string> = {}): Artifact => ({
  form: 'simple-signing',
  where: '',
  bytes: Buffer.from(fixture.legacy.payload),
  annotations: { ...fixture.legacy.annotations, ...annotations },
});
const changed = (name: Name, change: (bundle: Bundle) => void): Artifact => {
  const copy = structuredClone(fixture[name]);
  change(copy);
  return artifactOf(copy);
};
const entryOf = (bundle: Bundle): Record<string, unknown> => bundle.verificationMaterial.tlogEntries?.[0] ?? {};

async function codeOf(artifact: Artifact, by: Parameters<typeof verifyCosign>[2] = trust): Promise<string> {
  const checked = await verifyCosign(artifact, fixture.digest, by);
  return 'ok' in checked ? checked.ok.claim.kind : checked.wrong.code;
}

it('another identity is refused by what its certificate names, before ten milliseconds are spent on the proof', async () => {
  const forged = changed('otherSubject', ({ dsseEnvelope }) => {
    dsseEnvelope.signatures = [{ sig: 'AAAA' }];
  });
  for (const artifact of [artifactOf(fixture.otherSubject), forged])
    expect(await verifyCosign(artifact, fixture.digest, trust)).toEqual({
      wrong: {
        code: 'untrusted',
        detail: expect.stringMatching(/^its certificate names https:\/\/github\.com\/evil\/.* \(https:\/\/token\./),
      },
    });
  expect(await codeOf(forged, { identity: { ...identity, subject: 'https://github.com/evil/*' }, root })).not.toBe('signature');
});

describe('keyless', () => {
  it.each<[string, Artifact, string]>([
    ['Rekor 1', artifactOf(fixture.rekor1), 'signature'],
    ['Rekor 2 with a timestamp', artifactOf(fixture.rekor2), 'signature'],
    ['the annotations of cosign 2', legacy(), 'signature'],
    ['provenance', artifactOf(fixture.provenance), 'attestation'],
    ['Rekor 2 without a timestamp: no proven time', artifactOf(fixture.withoutTimestamp), 'unproven'],
    ['logged after the certificate expired', artifactOf(fixture.late), 'untrusted'],
    ['a certificate for servers', artifactOf(fixture.serverAuth), 'untrusted'],
    ['a subject that only contains the expected one', artifactOf(fixture.otherSubject), 'untrusted'],
    ['another issuer', artifactOf(fixture.otherIssuer), 'untrusted'],
    ['another image', artifactOf(fixture.otherImage), 'other-image'],
    ['a bundle signed by a key', artifactOf(fixture.keyed.bundle), 'untrusted'],
    [
      'the entry of another signature',
      changed('rekor1', (bundle) => {
        bundle.verificationMaterial.tlogEntries = [entryOf(fixture.late)];
      }),
      'untrusted',
    ],
    [
      'no entry',
      changed('rekor1', (bundle) => {
        bundle.verificationMaterial.tlogEntries = [];
      }),
      'unproven',
    ],
    [
      'a claimed time without promise',
      changed('withoutTimestamp', (bundle) => {
        entryOf(bundle)['integratedTime'] = '1795521600';
      }),
      'unproven',
    ],
    [
      'an entry without kind',
      changed('rekor1', (bundle) => {
        delete entryOf(bundle)['kindVersion'];
      }),
      'malformed',
    ],
    [
      'an entry twice',
      changed('rekor1', (bundle) => {
        bundle.verificationMaterial.tlogEntries = [entryOf(bundle), entryOf(bundle)];
      }),
      'unproven',
    ],
    [
      'nine entries',
      changed('rekor1', (bundle) => {
        bundle.verificationMaterial.tlogEntries = Array(9).fill(entryOf(bundle));
      }),
      'malformed',
    ],
    [
      'a certificate that is none',
      changed('rekor1', (bundle) => {
        bundle.verificationMaterial.certificate = { rawBytes: 'AAAA' };
      }),
      'malformed',
    ],
    [
      'a timestamp that is none',
      changed('rekor2', (bundle) => {
        bundle.verificationMaterial.timestampVerificationData = { rfc3161Timestamps: [{ signedTimestamp: 'AAAA' }] };
      }),
      'malformed',
    ],
    [
      'another signature',
      changed('rekor1', (bundle) => {
        bundle.dsseEnvelope.signatures = fixture.late.dsseEnvelope.signatures;
      }),
      'unproven',
    ],
    [
      'cosign 2 with a log entry of a later time',
      legacy({
        'dev.sigstore.cosign/bundle': (fixture.legacy.annotations['dev.sigstore.cosign/bundle'] ?? '').replace(
          /"integratedTime":(\d+)/,
          (_, seconds) => `"integratedTime":${Number(seconds) + 1}`,
        ),
      }),
      'unproven',
    ],
  ])('%s', async (_, artifact, expected) => {
    expect(await codeOf(artifact)).toBe(expected);
  });

  it.each<[string, { issuer: string; subject: string }, string]>([
    ['a beginning and a star', { ...identity, subject: 'https://github.com/acme/app/*' }, 'signature'],
    ['the star is no wildcard inside', { ...identity, subject: 'https://github.com/*/release.yml' }, 'untrusted'],
    ['a regular expression is a text', { ...identity, subject: 'https://github.com/.*' }, 'untrusted'],
    ['a beginning without a star', { ...identity, subject: 'https://github.com/acme/app' }, 'untrusted'],
    ['an issuer is exact', { ...identity, issuer: `${fixture.issuer}/` }, 'untrusted'],
  ])('identity: %s', async (_, expected, code) => {
    expect(await codeOf(artifactOf(fixture.rekor1), { identity: expected, root })).toBe(code);
  });

  it('refuses under another trust root', async () => {
    expect(await codeOf(artifactOf(fixture.rekor1), { identity, root: publicGood() })).toBe('untrusted');
  });
});

it.each(['rekor1', 'rekor2'] as const)('flipped bytes of the certificate and the envelope of %s are refused', async (name) => {
  const { bytes } = artifactOf(fixture[name]);
  const parts = [fixture[name].verificationMaterial.certificate?.rawBytes ?? '', JSON.stringify(fixture[name].dsseEnvelope)];
  const codes = new Set<string>();
  for (const part of parts) {
    const start = bytes.indexOf(part);
    for (let at = start; at < start + part.length; at += 7) codes.add(await codeOf({ ...artifactOf(null), bytes: flip(bytes, at) }));
  }
  expect([...codes].filter((code) => code === 'signature')).toEqual([]);
});

describe('a trust root without a transparency log', () => {
  const bare = parseTrustRoot({ ...(fixture.trustRoot as object), tlogs: [] });
  const unlogged = changed('rekor2', (bundle) => {
    bundle.verificationMaterial.tlogEntries = [];
  });
  it.each<[string, Artifact, string]>([
    ['is content with a timestamp', unlogged, 'signature'],
    [
      'asks for one',
      changed('withoutTimestamp', (bundle) => {
        bundle.verificationMaterial.tlogEntries = [];
      }),
      'unproven',
    ],
    [
      'does not take a timestamp for a signature',
      changed('rekor2', (bundle) => {
        bundle.verificationMaterial.tlogEntries = [];
        bundle.dsseEnvelope.payload = fixture.provenance.dsseEnvelope.payload;
      }),
      'bad-signature',
    ],
    ['believes no entry of a log that it does not know', artifactOf(fixture.rekor1), 'unproven'],
  ])('%s', async (_, artifact, expected) => {
    if ('wrong' in bare) throw new Error(bare.wrong.detail);
    expect(await codeOf(artifact, { identity, root: bare.ok })).toBe(expected);
  });

  it('is not the same as a root with one', async () => {
    expect(await codeOf(unlogged)).toBe('unproven');
  });
});

it('a certificate counts only by a log of certificates that the root knows', async () => {
  const { tlogs } = fixture.trustRoot as { tlogs: unknown };
  const logging = parseTrustRoot({ ...(fixture.trustRoot as object), ctlogs: tlogs });
  if ('wrong' in logging) throw new Error(logging.wrong.detail);
  expect(await codeOf(artifactOf(fixture.rekor1), { identity, root: logging.ok })).toBe('untrusted');
});

describe('keys with a transparency log', () => {
  it.each(['keyed', 'keyed384'] as const)('%s', async (name) => {
    const { pub, bundle, unlogged } = fixture[name];
    const key = parseVerifyingKey(pub);
    if ('wrong' in key) throw new Error(key.wrong.detail);
    const by = { keys: [key.ok], logs: root };
    expect(await codeOf(artifactOf(bundle), by)).toBe('signature');
    expect(await codeOf(artifactOf(unlogged), by)).toBe('unproven');
    expect(await codeOf(artifactOf(unlogged), { keys: [key.ok], logs: null })).toBe('signature');
    expect(await codeOf(artifactOf(bundle), { keys: [key.ok], logs: publicGood() })).toBe('unproven');
    // A timestamp says nothing more about a key's signature that is logged, and nothing against it.
    const { timestampVerificationData } = fixture.rekor2.verificationMaterial;
    const stamped = { ...bundle, verificationMaterial: { ...bundle.verificationMaterial, timestampVerificationData } };
    expect(await codeOf(artifactOf(stamped), by)).toBe('signature');
  });
});

describe('parseTrustRoot', () => {
  it.each<[string, unknown, string]>([
    ['null', null, 'malformed'],
    ['no authority', {}, 'malformed'],
    ['a certificate that is none', { certificateAuthorities: [{ certChain: { certificates: [{ rawBytes: 'AAAA' }] } }] }, 'malformed'],
    [
      'a timestamp authority whose key is for something else',
      {
        ...(fixture.trustRoot as object),
        timestampAuthorities: (fixture.trustRoot as { certificateAuthorities: unknown }).certificateAuthorities,
      },
      'unsupported',
    ],
  ])('refuses %s', (_, value, code) => {
    expect(parseTrustRoot(value)).toMatchObject({ wrong: { code } });
  });
});
