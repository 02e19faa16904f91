import { constants, generateKeyPairSync, sign, X509Certificate } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { generate } from 'selfsigned';
import { verifyNotation } from '../../../core/signature/notation.ts';

const digest = `sha256:${'ab'.repeat(32)}`;
const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pems = {
  privateKey: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  publicKey: keys.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
};
const certificateOf = async (extensions: object[]) => {
  const { cert } = await generate([{ name: 'organizationName', value: 'Acme' }], {
    algorithm: 'sha256',
    keyType: 'ec',
    keyPair: pems,
    extensions,
  } as Parameters<typeof generate>[1]);
  return new X509Certificate(cert);
};
const leafExtensions = [
  { name: 'basicConstraints', cA: false, critical: true },
  { name: 'keyUsage', digitalSignature: true, critical: true },
];
const leaf = await certificateOf([...leafExtensions, { name: 'extKeyUsage', codeSigning: true }]);
const serverLeaf = await certificateOf([...leafExtensions, { name: 'extKeyUsage', serverAuth: true }]);

/** Later than the certificates' first second. */
const nowMs = Date.now() + 1000;

const header = {
  alg: 'ES256',
  crit: ['io.cncf.notary.signingScheme'],
  cty: 'application/vnd.cncf.notary.payload.v1+json',
  'io.cncf.notary.signingScheme': 'notary.x509',
};
const payload = { targetArtifact: { digest } };
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

interface Parts {
  header?: Record<string, unknown>;
  payload?: unknown;
  certificate?: X509Certificate;
  unprotected?: Record<string, unknown>;
  hash?: string;
  pss?: boolean;
}

function codeOf(parts: Parts, authority: readonly X509Certificate[] = []): string {
  const [head, body] = [encode({ ...header, ...parts.header }), encode(parts.payload ?? payload)];
  const options = parts.pss ? { padding: constants.RSA_PKCS1_PSS_PADDING } : { dsaEncoding: 'ieee-p1363' as const };
  const signature = sign(parts.hash ?? 'sha256', Buffer.from(`${head}.${body}`), { key: keys.privateKey, ...options }).toString(
    'base64url',
  );
  const x5c = [(parts.certificate ?? leaf).raw.toString('base64')];
  const bytes = Buffer.from(JSON.stringify({ payload: body, protected: head, header: { x5c, ...parts.unprotected }, signature }));
  const trust = {
    ca: [leaf, serverLeaf],
    signingAuthority: authority,
    tsa: [],
    identities: [new Map([['O', 'Acme']])],
    revoked: new Set<string>(),
  };
  const checked = verifyNotation({ form: 'notation-jws', where: '', bytes, annotations: {} }, digest, trust, nowMs);
  return 'ok' in checked ? checked.ok.claim.kind : checked.wrong.code;
}

const scheme = 'io.cncf.notary.signingScheme';
const authority = {
  [scheme]: 'notary.x509.signingAuthority',
  'io.cncf.notary.authenticSigningTime': new Date(nowMs).toISOString(),
  crit: [scheme, 'io.cncf.notary.authenticSigningTime'],
};

describe('a notation envelope', () => {
  it.each<[string, Parts, string]>([
    ['as it should be', {}, 'signature'],
    ["an algorithm that is not the key's", { header: { alg: 'PS256' } }, 'bad-signature'],
    ['the algorithm none', { header: { alg: 'none' } }, 'bad-signature'],
    ["a stronger hash than the key's", { header: { alg: 'ES384' }, hash: 'sha384' }, 'bad-signature'],
    ['an unknown critical attribute', { header: { crit: [scheme, 'x'], x: 1 } }, 'unsupported'],
    [
      'a plugin',
      { header: { crit: [scheme, 'io.cncf.notary.verificationPlugin'], 'io.cncf.notary.verificationPlugin': 'x' } },
      'unsupported',
    ],
    [
      'AWS Signer',
      { header: { crit: [scheme, 'com.amazonaws.signer.signingJob'], 'com.amazonaws.signer.signingJob': 'arn' } },
      'unsupported',
    ],
    ['AWS Signer, not marked as critical', { header: { 'com.amazonaws.signer.signingProfileVersion': 'arn' } }, 'unsupported'],
    ['an expiry that is not critical', { header: { 'io.cncf.notary.expiry': '2099-01-01T00:00:00Z' } }, 'malformed'],
    ['a scheme that is not critical', { header: { crit: [] } }, 'malformed'],
    ['no crit', { header: { crit: undefined } }, 'malformed'],
    ['another scheme', { header: { [scheme]: 'notary.x510' } }, 'unsupported'],
    ['another payload type', { header: { cty: 'text/plain' } }, 'unsupported'],
    ['an expiry that is no time', { header: { crit: [scheme, 'io.cncf.notary.expiry'], 'io.cncf.notary.expiry': 'never' } }, 'malformed'],
    ['a certificate for servers', { certificate: serverLeaf }, 'untrusted'],
    ['no certificate', { unprotected: { x5c: [] } }, 'malformed'],
    ['nine certificates', { unprotected: { x5c: Array(9).fill(leaf.raw.toString('base64')) } }, 'malformed'],
    ['a certificate that is none', { unprotected: { x5c: ['AAAA'] } }, 'malformed'],
    ['a payload without digest', { payload: { targetArtifact: {} } }, 'other-image'],
    ['a payload of an inherited digest', { payload: JSON.parse('{"__proto__":{"targetArtifact":{}}}') }, 'other-image'],
  ])('%s', (_, parts, expected) => {
    expect(codeOf(parts)).toBe(expected);
  });

  it('of a signing authority is believed its time only when the policy trusts that authority', () => {
    expect(codeOf({ header: authority })).toBe('untrusted');
    expect(codeOf({ header: authority }, [leaf])).toBe('signature');
    expect(codeOf({ header: { ...authority, 'io.cncf.notary.authenticSigningTime': '2001-01-01T00:00:00Z' } }, [leaf])).toBe('expired');
    expect(codeOf({ header: { ...authority, 'io.cncf.notary.authenticSigningTime': '2099-01-01T00:00:00Z' } }, [leaf])).toBe('unproven');
  });
});
