import { constants, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { NotationEnvelope } from '../../../core/signature/notation-envelope.ts';
import { signatureHolds } from '../../../core/signature/notation-signature.ts';

const signed = Buffer.from('data');
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve });
const p256 = ec('P-256');

const holds = (algorithm: string, signature: Buffer, { publicKey }: typeof rsa, data = signed) =>
  signatureHolds({ algorithm, signed: data, signature } as NotationEnvelope, publicKey);
const pss = (hash: string, saltLength: number, { privateKey }: typeof rsa = rsa) =>
  sign(hash, signed, { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength });
const ecdsa = (hash: string, { privateKey }: typeof rsa, dsaEncoding: 'ieee-p1363' | 'der' = 'ieee-p1363') =>
  sign(hash, signed, { key: privateKey, dsaEncoding });

describe('signatureHolds', () => {
  it.each(['P-256 ES256 sha256', 'P-384 ES384 sha384', 'P-521 ES512 sha512'])('%s', (text) => {
    const [curve = '', algorithm = '', hash = ''] = text.split(' ');
    const pair = ec(curve);
    expect(holds(algorithm, ecdsa(hash, pair), pair)).toBe(true);
    expect(holds(algorithm, ecdsa(hash, pair), pair, Buffer.from('date'))).toBe(false);
  });

  it.each<[string, string, Buffer, typeof rsa, boolean]>([
    ['RSA with a salt as long as the hash', 'PS256', pss('sha256', constants.RSA_PSS_SALTLEN_DIGEST), rsa, true],
    ['RSA with another salt', 'PS256', pss('sha256', 20), rsa, false],
    ['RSA with a stronger hash than its length asks for', 'PS384', pss('sha384', constants.RSA_PSS_SALTLEN_DIGEST), rsa, false],
    ['RSA by the older padding', 'PS256', sign('sha256', signed, rsa.privateKey), rsa, false],
    ['another algorithm by name', 'ES384', ecdsa('sha256', p256), p256, false],
    ['no algorithm by name', '', ecdsa('sha256', p256), p256, false],
    ['r and s in DER', 'ES256', ecdsa('sha256', p256, 'der'), p256, false],
    ['no signature', 'ES256', Buffer.alloc(0), p256, false],
    ["another key's", 'ES256', ecdsa('sha256', ec('P-256')), p256, false],
  ])('%s', (_, algorithm, signature, pair, expected) => {
    expect(holds(algorithm, signature, pair)).toBe(expected);
  });

  it('takes no other kind of key', () => {
    const pair = generateKeyPairSync('ed25519');
    for (const algorithm of ['ES256', 'PS256', 'undefined', ''])
      expect(
        signatureHolds({ algorithm, signed, signature: sign(null, signed, pair.privateKey) } as NotationEnvelope, pair.publicKey),
      ).toBe(false);
  });
});
