/** Keys and certificates of a control plane on loopback, made anew for each run. */
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from 'selfsigned';

/** Paths of PEM files. */
export interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

export interface Pki {
  readonly ca: string;
  readonly apiServer: KeyPair;
  /** In the group system:masters. */
  readonly admin: KeyPair;
  /** Of our server, for 127.0.0.1 and localhost. */
  readonly warden: KeyPair;
  /** What ImagePolicyWebhook shows to our server. */
  readonly client: KeyPair;
  readonly serviceAccount: { readonly key: string; readonly publicKey: string };
}

const loopback = [
  { type: 2, value: 'localhost' },
  { type: 7, ip: '127.0.0.1' },
] as const;

export async function makePki(folder: string): Promise<Pki> {
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  };
  const ca = await generate([{ name: 'commonName', value: 'e2e-ca' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, digitalSignature: true, critical: true },
    ],
  });
  const leaf = async (name: string, groups: readonly string[], usage: 'serverAuth' | 'clientAuth'): Promise<KeyPair> => {
    const organizations = groups.map((value) => ({ name: 'organizationName', value }));
    const made = await generate([...organizations, { name: 'commonName', value: name }], {
      keyType: 'ec',
      algorithm: 'sha256',
      ca: { key: ca.private, cert: ca.cert },
      extensions: [
        { name: 'keyUsage', digitalSignature: true, critical: true },
        { name: 'extKeyUsage', [usage]: true },
        { name: 'subjectAltName', altNames: [...loopback] },
      ],
    });
    return { cert: file(`${name}.crt`, made.cert), key: file(`${name}.key`, made.private) };
  };
  const account = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    ca: file('ca.crt', ca.cert),
    apiServer: await leaf('kube-apiserver', [], 'serverAuth'),
    admin: await leaf('admin', ['system:masters'], 'clientAuth'),
    warden: await leaf('image-warden', [], 'serverAuth'),
    client: await leaf('image-policy-client', [], 'clientAuth'),
    serviceAccount: {
      key: file('sa.key', account.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()),
      publicKey: file('sa.pub', account.publicKey.export({ type: 'spki', format: 'pem' }).toString()),
    },
  };
}
