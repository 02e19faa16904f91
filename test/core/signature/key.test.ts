import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { parseVerifyingKey, verifies } from '../../../core/signature/key.ts';
import { readFixture } from './fixture.ts';

const pem = (key: { export(options: { type: 'spki'; format: 'pem' }): string | Buffer }) =>
  key.export({ type: 'spki', format: 'pem' }).toString();
const ec = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve });
const rsa = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength });

describe('parseVerifyingKey', () => {
  it.each(['p256', 'p384', 'p521', 'rsa', 'ed25519'])('takes %s', (name) => {
    expect(parseVerifyingKey(readFixture(`${name}.pub.pem`))).toMatchObject({
      ok: { fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
  });

  it('takes RSA keys of up to 8,192 bits', () => {
    const n = Buffer.alloc(1024, 0xff).toString('base64url');
    expect(parseVerifyingKey(pem(createPublicKey({ key: { kty: 'RSA', e: 'AQAB', n }, format: 'jwk' })))).toHaveProperty('ok');
  });

  it.each<[string, string, string]>([
    ['a curve of its own', pem(ec('secp256k1').publicKey), 'unsupported'],
    ['1,024 bits', pem(rsa(1024).publicKey), 'unsupported'],
    [
      '8,200 bits',
      pem(createPublicKey({ key: { kty: 'RSA', e: 'AQAB', n: Buffer.alloc(1025, 0xff).toString('base64url') }, format: 'jwk' })),
      'unsupported',
    ],
    ['ed448', pem(generateKeyPairSync('ed448').publicKey), 'unsupported'],
    ['a private key', ec('P-256').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 'unsupported'],
    ['a certificate', readFixture('notation-root.pem').replace(/[A-Za-z0-9+/=]{64}/, ''), 'malformed'],
    ['nothing', '', 'malformed'],
  ])('refuses %s', (_, text, code) => {
    expect(parseVerifyingKey(text)).toMatchObject({ wrong: { code } });
  });

  it('gives equal keys one fingerprint, however they are written', () => {
    const text = readFixture('p256.pub.pem');
    const unwrapped = `-----BEGIN PUBLIC KEY-----\n${text.split('\n').slice(1, -2).join('')}\n-----END PUBLIC KEY-----`;
    const [a, b] = [text, unwrapped].map(parseVerifyingKey).map((one) => 'ok' in one && one.ok.fingerprint);
    expect(a).toBe(b);
  });
});

describe('verifies', () => {
  const data = Buffer.from('data');
  it.each<[string, ReturnType<typeof ec>, string | null, boolean]>([
    ['P-256 with SHA-256', ec('P-256'), 'sha256', true],
    ['P-256 with SHA-1', ec('P-256'), 'sha1', false],
    ['P-256 with SHA-512', ec('P-256'), 'sha512', false],
    ['P-384 with SHA-384', ec('P-384'), 'sha384', true],
    ['P-384 with SHA-256, as cosign 2 does', ec('P-384'), 'sha256', true],
    ['P-384 with SHA-1', ec('P-384'), 'sha1', false],
    ['P-521 with SHA-512', ec('P-521'), 'sha512', true],
    ['P-521 with SHA-256, as cosign 2 does', ec('P-521'), 'sha256', true],
    ['P-521 with SHA-384', ec('P-521'), 'sha384', false],
    ['RSA with SHA-256', rsa(2048), 'sha256', true],
    ['RSA with SHA-1', rsa(2048), 'sha1', false],
    ['ed25519', generateKeyPairSync('ed25519'), null, true],
  ])('%s', (_, { publicKey, privateKey }, hash, expected) => {
    const key = parseVerifyingKey(pem(publicKey));
    if ('wrong' in key) throw new Error(key.wrong.detail);
    const signature = sign(hash, data, privateKey);
    expect(verifies(key.ok, data, signature)).toBe(expected);
    expect(verifies(key.ok, Buffer.from('date'), signature)).toBe(false);
    expect(verifies(key.ok, data, Buffer.alloc(0))).toBe(false);
    expect(verifies(key.ok, data, signature.subarray(1))).toBe(false);
  });
});
