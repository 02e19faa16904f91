import { X509Certificate } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { selfSignedCertificate } from '../../adapters/certificate.ts';

it('a certificate for loopback, signed by its own key', async () => {
  const { cert, key } = await selfSignedCertificate();
  const read = new X509Certificate(cert);
  expect([read.checkHost('localhost'), read.checkIP('127.0.0.1'), read.checkIP('::1')]).toEqual(['localhost', '127.0.0.1', '::1']);
  expect(read.verify(read.publicKey)).toBe(true);
  expect(key).toMatch(/^-----BEGIN PRIVATE KEY-----/);
  expect(Date.parse(read.validTo)).toBeGreaterThan(Date.now() + 7 * 86_400_000);
});
