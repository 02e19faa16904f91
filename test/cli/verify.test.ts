import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyCommand } from '../../cli/verify.ts';
import { startRegistry, type TestRegistry } from '../adapters/registry/server.ts';
import { type Dump, readDump, readFixture } from '../core/signature/fixture.ts';

let folder = '';
let registry: TestRegistry | null = null;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'verify-'));
});
afterEach(async () => {
  await registry?.close();
  registry = null;
});
afterAll(() => rm(folder, { recursive: true }));

const verifiers = {
  release: { cosign: { keys: [readFixture('p256.pub.pem')] } },
  stranger: { cosign: { keys: [readFixture('p384.pub.pem')] } },
};

async function verify(
  dump: Dump,
  image: (host: string) => string,
  policy: object | ((host: string) => object) = { verifiers },
  format = 'text',
) {
  registry = await startRegistry(dump);
  const { host } = registry;
  const file = join(folder, 'policy.json');
  await writeFile(
    file,
    JSON.stringify({
      version: 1,
      registries: { [host]: { private: true, plainHttp: true } },
      ...(typeof policy === 'function' ? policy(host) : policy),
    }),
  );
  const lines: string[] = [];
  const progress: string[] = [];
  const terminal = {
    out: (line: string) => void lines.push(line),
    err: (line: string) => void progress.push(line),
    paint: (_: unknown, text: string) => text,
  };
  const code = await verifyCommand(image(host), { policy: file, format, timeout: '5' }, terminal);
  const clean = (text: string) => text.replaceAll(host, 'HOST').replaceAll(dump.image, 'DIGEST').replaceAll(dump.image.slice(7, 19), 'HEX');
  return { code, lines: lines.map(clean), progress: progress.map(clean) };
}

describe('verify', () => {
  it('draws a tree', async () => {
    expect(await verify(readDump('skopeo'), (host) => `${host}/acme/app:1`)).toEqual({
      code: 0,
      lines: [
        'HOST/acme/app:1',
        '├── digest DIGEST',
        '├── 1 found',
        '│   └── cosign signature at tag sha256-HEX.sig',
        '├── release (cosign, its key): signed',
        '│   └── signature by key ac9490c5519685f0da3c9814433708dd1dd7b9ee074b40bcce94ae4b52a008be, cosign signature at tag sha256-HEX.sig',
        '└── stranger (cosign, its key): not accepted',
        '    ├── cosign signature at tag sha256-HEX.sig: it was not made by this key',
        '    └── to sign it: cosign sign --key KEY HOST/acme/app@DIGEST',
      ],
      progress: ['asking HOST which digest acme/app:1 has', 'asking HOST what proves acme/app@DIGEST'],
    });
  });

  it('shows attestations and the scan in them', async () => {
    const { code, lines } = await verify(readDump('cosign3-only-vuln'), (host) => `${host}/acme/app:1`, {
      verifiers: { release: verifiers.release },
    });
    expect({ code, lines: lines.slice(4) }).toEqual({
      code: 0,
      lines: [
        '├── release (cosign, its key): attested, not signed',
        expect.stringMatching(
          /^│ {3}├── attestation https:\/\/cosign.sigstore.dev\/attestation\/vuln\/v1 by key [0-9a-f]{64}, sigstore bundle at referrer sha256:[0-9a-f]{12}$/,
        ),
        '│   └── to sign it: cosign sign --key KEY HOST/acme/app@DIGEST',
        expect.stringMatching(
          /^└── scan: 1 high, 2026-11-24T00:01:00.000Z, signed by release, sigstore bundle at referrer sha256:[0-9a-f]{12}$/,
        ),
      ],
    });
  });

  it('writes JSON', async () => {
    const { code, lines } = await verify(readDump('skopeo'), (host) => `${host}/acme/app:1`, { verifiers }, 'json');
    const found = { form: 'simple-signing', where: expect.stringMatching(/^tag sha256-HEX[0-9a-f]{52}\.sig$/) };
    expect({ code, json: JSON.parse(lines.join('\n')) as unknown }).toEqual({
      code: 0,
      json: {
        image: 'HOST/acme/app:1',
        digest: 'DIGEST',
        accepted: true,
        found: [found],
        verifiers: [
          {
            name: 'release',
            accepted: true,
            signatures: [{ ...found, signer: expect.stringMatching(/^key [0-9a-f]{64}$/) }],
            attestations: [],
            refused: [],
            problem: null,
            command: null,
          },
          {
            name: 'stranger',
            accepted: false,
            signatures: [],
            attestations: [],
            refused: [{ ...found, code: 'bad-signature', detail: 'it was not made by this key' }],
            problem: null,
            command: 'cosign sign --key KEY HOST/acme/app@DIGEST',
          },
        ],
        scans: [],
        pending: [],
        wrong: [],
        unknown: [],
        policy: null,
      },
    });
  });

  it.each<[string, object, number, string[]]>([
    ['allows it', { signedBy: ['release'] }, 0, ['└── policy: allowed by HOST/acme']],
    [
      'denies it',
      { signedBy: ['release', 'stranger'] },
      1,
      [
        '└── policy: denied',
        '    └── HOST/acme/app:1@DIGEST is denied by signature-required: no valid signature by stranger (cosign, its key): cosign signature at tag sha256-HEX.sig: it was not made by this key; to sign it: cosign sign --key KEY HOST/acme/app@DIGEST',
      ],
    ],
  ])('says when the policy %s', async (_, require, code, lines) => {
    const policy = (host: string) => ({ verifiers, images: [{ allow: `${host}/acme`, require }] });
    const verified = await verify(readDump('skopeo'), (host) => `${host}/acme/app:1`, policy);
    expect({ code: verified.code, lines: verified.lines.slice(-lines.length) }).toEqual({ code, lines });
  });

  it.each<[string, Dump, (host: string) => string, object, number, string[]]>([
    [
      'a tag that is not there',
      readDump('skopeo'),
      (host) => `${host}/acme/app:none`,
      { verifiers },
      1,
      ['HOST/acme/app:none: HOST has no such tag'],
    ],
    [
      'a host that the policy does not name',
      readDump('skopeo'),
      (host) => `${host}/acme/app:1`,
      { registries: {} },
      1,
      ['HOST/acme/app:1: 127.0.0.1 is at a loopback address'],
    ],
    [
      'a policy without verifiers',
      readDump('skopeo'),
      (host) => `${host}/acme/app@${readDump('skopeo').image}`,
      {},
      1,
      [
        'HOST/acme/app@DIGEST',
        '├── digest DIGEST',
        '├── 1 found',
        '│   └── cosign signature at tag sha256-HEX.sig',
        '└── the policy has no verifiers',
      ],
    ],
    [
      'an image without evidence',
      { ...readDump('skopeo'), tags: { 1: readDump('skopeo').image } },
      (host) => `${host}/acme/app:1`,
      { verifiers: { release: verifiers.release } },
      1,
      [
        'HOST/acme/app:1',
        '├── digest DIGEST',
        '├── nothing found',
        '└── release (cosign, its key): not accepted',
        '    └── to sign it: cosign sign --key KEY HOST/acme/app@DIGEST',
      ],
    ],
  ])('%s', async (_, dump, image, policy, code, lines) => {
    const verified = await verify(dump, image, policy);
    expect({ code: verified.code, lines: verified.lines }).toEqual({ code, lines });
  });

  it.each<[string, object, RegExp]>([
    [
      'an unknown key',
      { verifiers: { release: { cosine: {} } } },
      /policy\.json:1:\d+: verifiers\.release\.cosine: expected one of .*, got the unknown key "cosine"/,
    ],
    [
      'a private key, which is not repeated',
      { verifiers: { release: { cosign: { keys: ['-----BEGIN PRIVATE KEY-----\nAAAA'] } } } },
      /expected a PEM public key, or awskms:\/\/\/ARN, got 32 characters/,
    ],
    [
      'a subject that is everybody',
      { verifiers: { ci: { cosign: { keyless: { issuer: 'https://i.example', subject: '*' } } } } },
      /expected a subject, exact or with one trailing "\*"/,
    ],
    ['a host with a path', { registries: { 'ghcr.io/acme': {} } }, /expected a host alone/],
  ])('a policy with %s', async (_, policy, message) => {
    await expect(verify(readDump('skopeo'), (host) => `${host}/acme/app:1`, policy)).rejects.toThrow(message);
  });

  it('an image that is none, and a timeout that is none', async () => {
    await expect(verify(readDump('skopeo'), () => 'UPPER/x')).rejects.toThrow(/^"UPPER\/x": /);
    const terminal = { out: () => undefined, err: () => undefined, paint: (_: unknown, text: string) => text };
    await expect(verifyCommand('nginx', { format: 'text', timeout: '0' }, terminal)).rejects.toThrow(
      '--timeout: expected seconds, 1 to 999, got "0"',
    );
  });
});
