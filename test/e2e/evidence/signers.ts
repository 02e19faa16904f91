/** The signers: how each signs an image, how each judges it, and the verifier that the policy has for it. Keys are made anew and thrown away. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { VerifierDocument } from '../../../core/evidence/requirement.ts';
import { makeChains } from './chains.ts';
import { must, run, type Tools } from './tools.ts';

export interface Signer {
  readonly name: string;
  readonly verifier: VerifierDocument;
  sign(image: string): Promise<unknown>;
  /** The signer's own verdict; null: it has none that can be compared. */
  judge: ((image: string) => Promise<boolean>) | null;
  /** What we must say of what it signed, when its own verdict differs for a reason that is known. */
  readonly expected?: boolean;
}

const keyKinds = {
  p256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  p384: () => generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  p521: () => generateKeyPairSync('ec', { namedCurve: 'P-521' }),
  rsa: () => generateKeyPairSync('rsa', { modulusLength: 3072 }),
  ed25519: () => generateKeyPairSync('ed25519'),
} as const;

/** cosign 3 verifies a curve's own hash only when it is told to, and its own ed25519 signatures not at all. */
const cosign3Options: Readonly<Record<string, readonly string[] | null>> = {
  p256: [],
  p384: ['--signature-digest-algorithm', 'sha384'],
  p521: ['--signature-digest-algorithm', 'sha512'],
  rsa: [],
  ed25519: null,
};

export async function makeSigners(tools: Tools, folder: string): Promise<Signer[]> {
  await must(folder, tools.COSIGN3, 'signing-config', 'create', '--out', 'empty.json');
  const signers: Signer[] = [];
  for (const kind of Object.keys(keyKinds) as (keyof typeof keyKinds)[]) {
    const pem = await makeKey(tools, folder, kind);
    signers.push(cosign2(tools, folder, kind, pem), cosign3(tools, folder, kind, pem));
  }
  const pem = readFileSync(join(folder, 'p256.pub'), 'utf8');
  return [...signers, vulnerabilitiesOnly(tools, folder, pem), skopeo(tools, folder, pem), ...(await notation(tools, folder))];
}

async function makeKey({ COSIGN3 }: Tools, folder: string, kind: keyof typeof keyKinds): Promise<string> {
  const { privateKey, publicKey } = keyKinds[kind]();
  writeFileSync(join(folder, `${kind}.pem`), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  await must(folder, COSIGN3, 'import-key-pair', '--key', `${kind}.pem`, '--output-key-prefix', kind, '-y');
  return publicKey.export({ type: 'spki', format: 'pem' }).toString();
}

function cosign2({ COSIGN2 }: Tools, folder: string, kind: string, pem: string): Signer {
  const plain = ['--allow-http-registry'];
  return {
    name: `cosign 2, ${kind}`,
    verifier: { cosign: { keys: [pem] } },
    sign: (image) => must(folder, COSIGN2, 'sign', '--key', `${kind}.key`, '--tlog-upload=false', '-y', ...plain, image),
    judge: async (image) => (await run(folder, COSIGN2, 'verify', '--key', `${kind}.pub`, '--insecure-ignore-tlog', ...plain, image)).ok,
  };
}

function cosign3({ COSIGN3 }: Tools, folder: string, kind: string, pem: string): Signer {
  const plain = ['--allow-http-registry'];
  const options = cosign3Options[kind] ?? null;
  return {
    name: `cosign 3, ${kind}`,
    verifier: { cosign: { keys: [pem] } },
    sign: (image) => must(folder, COSIGN3, 'sign', '--key', `${kind}.key`, '--signing-config', 'empty.json', '-y', ...plain, image),
    judge:
      options === null
        ? null
        : async (image) =>
            (await run(folder, COSIGN3, 'verify', '--key', `${kind}.pub`, '--insecure-ignore-tlog', ...options, ...plain, image)).ok,
  };
}

/** cosign 3.1.1 takes any attestation for a signature; we do not. */
function vulnerabilitiesOnly({ COSIGN3 }: Tools, folder: string, pem: string): Signer {
  writeFileSync(
    join(folder, 'vuln.json'),
    JSON.stringify({
      invocation: {},
      scanner: { uri: 'x', version: '1', db: {}, result: { SchemaVersion: 2 } },
      metadata: { scanStartedOn: '2026-01-01T00:00:00Z', scanFinishedOn: '2026-01-01T00:00:00Z' },
    }),
  );
  const plain = ['--allow-http-registry'];
  return {
    name: 'cosign 3, only a vulnerability report',
    verifier: { cosign: { keys: [pem] } },
    sign: (image) =>
      must(
        folder,
        COSIGN3,
        'attest',
        '--key',
        'p256.key',
        '--signing-config',
        'empty.json',
        '--type',
        'vuln',
        '--predicate',
        'vuln.json',
        '-y',
        ...plain,
        image,
      ),
    judge: async (image) => (await run(folder, COSIGN3, 'verify', '--key', 'p256.pub', '--insecure-ignore-tlog', ...plain, image)).ok,
    expected: false,
  };
}

function skopeo({ SKOPEO, COSIGN2 }: Tools, folder: string, pem: string): Signer {
  const registriesD = join(folder, 'registries.d');
  mkdirSync(registriesD, { recursive: true });
  writeFileSync(join(registriesD, 'all.yaml'), 'default-docker:\n  use-sigstore-attachments: true\n');
  writeFileSync(join(folder, 'passphrase'), '');
  writeFileSync(join(folder, 'policy.json'), JSON.stringify({ default: [{ type: 'insecureAcceptAnything' }] }));
  const options = ['--policy', 'policy.json', '--registries.d', registriesD, 'copy', '--src-tls-verify=false', '--dest-tls-verify=false'];
  return {
    name: 'skopeo, p256',
    verifier: { cosign: { keys: [pem] } },
    // Skopeo signs what it copies: the image onto a tag of the same repository.
    sign: (image) =>
      must(
        folder,
        SKOPEO,
        ...options,
        '--sign-by-sigstore-private-key',
        'p256.key',
        '--sign-passphrase-file',
        'passphrase',
        `docker://${image}`,
        `docker://${image.replace(/@.*/, ':signed')}`,
      ),
    judge: async (image) =>
      (await run(folder, COSIGN2, 'verify', '--key', 'p256.pub', '--insecure-ignore-tlog', '--allow-http-registry', image)).ok,
  };
}

async function notation({ NOTATION }: Tools, folder: string): Promise<Signer[]> {
  const { root, kinds } = await makeChains(folder);
  const config = join(folder, 'config', 'notation');
  mkdirSync(config, { recursive: true });
  const keys = kinds.map((name) => ({
    name,
    keyPath: join(folder, `notation-${name}.key`),
    certPath: join(folder, `notation-${name}.pem`),
  }));
  writeFileSync(join(config, 'signingkeys.json'), JSON.stringify({ default: kinds[0], keys }));
  const trust = {
    name: 'all',
    registryScopes: ['*'],
    signatureVerification: { level: 'strict', override: { revocation: 'skip' } },
    trustStores: ['ca:acme'],
    trustedIdentities: ['x509.subject: C=US, ST=WA, O=Acme'],
  };
  writeFileSync(join(config, 'trustpolicy.json'), JSON.stringify({ version: '1.0', trustPolicies: [trust] }));
  await must(folder, NOTATION, 'cert', 'add', '--type', 'ca', '--store', 'acme', root);
  const verifier: VerifierDocument = { notation: { ca: [readFileSync(root, 'utf8')], identities: ['C=US, ST=WA, O=Acme'] } };
  const judge = async (image: string) => (await run(folder, NOTATION, 'verify', '--insecure-registry', image)).ok;
  const signer = (kind: string, format: string, ...more: string[]): Signer => ({
    name: `notation, ${kind}, ${format}${more.length > 0 ? `, ${more.join(' ')}` : ''}`,
    verifier,
    sign: (image) => must(folder, NOTATION, 'sign', '--insecure-registry', '--key', kind, '--signature-format', format, ...more, image),
    judge,
  });
  return [
    ...kinds.flatMap((kind) => ['jws', 'cose'].map((format) => signer(kind, format))),
    ...['jws', 'cose'].map((format) => signer('ec256', format, '-e', '24h')),
  ];
}
