import { createPrivateKey, X509Certificate } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { selfSignedCertificate } from '../../adapters/certificate.ts';

describe('selfSignedCertificate', () => {
  it('is for loopback, valid now, of its own key, and another each time', async () => {
    const { cert, key } = await selfSignedCertificate();
    const x509 = new X509Certificate(cert);
    expect(x509.subjectAltName).toBe('DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1');
    expect([x509.checkHost('localhost'), x509.checkIP('127.0.0.1'), x509.checkIP('::1')]).toEqual(['localhost', '127.0.0.1', '::1']);
    expect(x509.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
    const [from, to] = [x509.validFromDate.getTime(), x509.validToDate.getTime()];
    expect([from <= Date.now(), to > Date.now() + 300 * 86_400_000]).toEqual([true, true]);
    expect(x509.checkPrivateKey(createPrivateKey(key))).toBe(true);
    expect((await selfSignedCertificate()).cert).not.toBe(cert);
  });
});
