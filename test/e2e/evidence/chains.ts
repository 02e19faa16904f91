/** A certificate authority with an intermediate, and leaves of every kind that notation signs with, by openssl. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { must } from './tools.ts';

const ca = 'basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign,cRLSign\n';
const leaf = 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=codeSigning\n';
const keys: Readonly<Record<string, readonly string[]>> = {
  ec256: ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  ec384: ['ec', '-pkeyopt', 'ec_paramgen_curve:P-384'],
  ec521: ['ec', '-pkeyopt', 'ec_paramgen_curve:P-521'],
  rsa2048: ['rsa:2048'],
  rsa3072: ['rsa:3072'],
};

/** `notation-KIND.key` and `notation-KIND.pem` (the chain, leaf first) in the folder; the root's path. */
export async function makeChains(folder: string): Promise<{ readonly root: string; readonly kinds: readonly string[] }> {
  writeFileSync(join(folder, 'ca.ext'), ca);
  writeFileSync(join(folder, 'leaf.ext'), leaf);
  const subject = (name: string): string[] => ['-subj', `/C=US/ST=WA/O=Acme/CN=${name}`];
  const openssl = (...args: string[]): Promise<string> => must(folder, 'openssl', ...args);
  await openssl(
    'req',
    '-x509',
    '-newkey',
    'rsa:3072',
    '-nodes',
    '-keyout',
    'root.key',
    '-out',
    'root.pem',
    '-days',
    '30',
    ...subject('Root'),
    '-addext',
    'basicConstraints=critical,CA:TRUE',
    '-addext',
    'keyUsage=critical,keyCertSign,cRLSign',
  );
  const issue = async (name: string, key: readonly string[], issuer: string, extensions: string): Promise<void> => {
    await openssl('req', '-newkey', ...key, '-nodes', '-keyout', `${name}.key`, '-out', `${name}.csr`, ...subject(name));
    await openssl(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      '-CA',
      `${issuer}.pem`,
      '-CAkey',
      `${issuer}.key`,
      '-CAcreateserial',
      '-days',
      '20',
      '-sha256',
      '-extfile',
      extensions,
      '-out',
      `${name}.pem`,
    );
  };
  await issue('inter', keys['ec384'] ?? [], 'root', 'ca.ext');
  const above = ['inter', 'root'].map((name) => readFileSync(join(folder, `${name}.pem`), 'utf8')).join('');
  for (const [kind, key] of Object.entries(keys)) {
    await issue(`notation-${kind}`, key, 'inter', 'leaf.ext');
    const file = join(folder, `notation-${kind}.pem`);
    writeFileSync(file, readFileSync(file, 'utf8') + above);
  }
  return { root: join(folder, 'root.pem'), kinds: Object.keys(keys) };
}
