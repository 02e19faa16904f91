/** Certificates of an authority of our own, ECDSA on P-384, valid for a day before and after now. */
import { createPublicKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto';
import { generate } from 'selfsigned';

const day = 86_400_000;
/** Whole seconds: COSE knows no others. */
export const issuedMs = Math.floor(Date.now() / 1000) * 1000;

export interface Issued {
  readonly certificate: X509Certificate;
  readonly key: KeyObject;
}

export const authority = [
  { name: 'basicConstraints', cA: true, critical: true },
  { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
];
export const signing = [
  { name: 'basicConstraints', cA: false, critical: true },
  { name: 'keyUsage', digitalSignature: true, critical: true },
  { name: 'extKeyUsage', codeSigning: true },
];

/** `issuer` null: by itself. `key`: of another certificate, else a new one. */
export async function issue(name: string, extensions: object[], issuer: Issued | null, key?: KeyObject): Promise<Issued> {
  const privateKey = key ?? generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;
  const pem = (one: KeyObject) => one.export({ type: 'pkcs8', format: 'pem' }).toString();
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();
  const { cert } = await generate([{ name: 'commonName', value: name }], {
    algorithm: 'sha384',
    keyType: 'ec',
    curve: 'P-384',
    keyPair: { privateKey: pem(privateKey), publicKey },
    notBeforeDate: new Date(issuedMs - day),
    notAfterDate: new Date(issuedMs + day),
    extensions,
    ...(issuer === null ? {} : { ca: { cert: issuer.certificate.toString(), key: pem(issuer.key) } }),
  } as Parameters<typeof generate>[1]);
  return { certificate: new X509Certificate(cert), key: privateKey };
}
