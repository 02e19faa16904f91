/** What verifies is loaded in pieces, each with libraries of its own: every kind of signature holds under the bundle, too. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type * as gathering from '../../core/evidence/gather.ts';
import type { VerifierDocument } from '../../core/evidence/requirement.ts';
import type { Artifact } from '../../core/signature/artifact.ts';
import { artifactsOf, readDump, readFixture } from '../core/signature/fixture.ts';

interface Keyless {
  readonly digest: string;
  readonly issuer: string;
  readonly subject: string;
  readonly trustRoot: unknown;
  readonly rekor1: unknown;
  readonly rekor2: unknown;
  readonly keyed: { readonly pub: string; readonly bundle: unknown };
}

const keyless = JSON.parse(readFixture('keyless.json')) as Keyless;
const trustRoot = JSON.stringify(keyless.trustRoot);
const identity = { issuer: keyless.issuer, subject: keyless.subject };
const bundleOf = (bundle: unknown): Artifact[] => [
  { form: 'sigstore-bundle', where: 'referrer x', annotations: {}, bytes: Buffer.from(JSON.stringify(bundle)) },
];
const [skopeo, notation] = [readDump('skopeo'), readDump('notation')];

let folder = '';
let built: typeof gathering;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'evidence-bundle-'));
  execFileSync(process.execPath, ['build.ts', folder, 'core/evidence/gather.ts']);
  built = (await import(join(folder, 'index.mjs'))) as typeof gathering;
}, 30_000);
afterAll(() => rmSync(folder, { recursive: true }));

describe('the bundle verifies', () => {
  it.each<[string, VerifierDocument, readonly Artifact[], string, number]>([
    ['by a key', { cosign: { keys: [readFixture('p256.pub.pem')] } }, artifactsOf(skopeo), skopeo.image, 1],
    ['not by another', { cosign: { keys: [readFixture('p384.pub.pem')] } }, artifactsOf(skopeo), skopeo.image, 0],
    ['keyless, with a log', { cosign: { keyless: { ...identity, trustRoot } } }, bundleOf(keyless.rekor1), keyless.digest, 1],
    ['keyless, with a timestamp', { cosign: { keyless: { ...identity, trustRoot } } }, bundleOf(keyless.rekor2), keyless.digest, 1],
    [
      'not by the public instance',
      { cosign: { keyless: { ...identity, trustRoot: 'public-good' } } },
      bundleOf(keyless.rekor1),
      keyless.digest,
      0,
    ],
    [
      'by a key in a log',
      { cosign: { keys: [keyless.keyed.pub], rekor: true, trustRoot } },
      bundleOf(keyless.keyed.bundle),
      keyless.digest,
      1,
    ],
    [
      'by certificates',
      { notation: { ca: [readFixture('notation-root.pem')], identities: ['C=US, ST=WA, O=Acme'] } },
      artifactsOf(notation),
      notation.image,
      artifactsOf(notation).length,
    ],
  ])('%s', async (_, verifier, artifacts, digest, signatures) => {
    const port = built.evidencePort({
      artifacts: { collect: async () => ({ artifacts, wrong: [], unknown: [] }) },
      keys: { publicKey: async () => ({ unknown: 'not here' }) },
      scans: [],
    });
    const nowMs = Date.parse('2026-11-24T20:00:00Z');
    const facts = await port.gather({ host: 'h', path: 'p', digest }, { verifiers: new Map([['v', verifier]]), scans: false }, nowMs);
    expect({ ...facts.verifiers.get('v'), refused: [] }).toMatchObject({ signatures: Array(signatures).fill({}), trouble: null });
  });
});
