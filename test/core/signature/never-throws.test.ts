import { X509Certificate } from 'node:crypto';
import { it } from '@jest/globals';
import fc from 'fast-check';
import type { Artifact, ArtifactForm } from '../../../core/signature/artifact.ts';
import { verifyAwsSigner } from '../../../core/signature/aws-signer.ts';
import { verifyCosign } from '../../../core/signature/cosign.ts';
import { verifyNotation } from '../../../core/signature/notation.ts';
import { publicGood } from '../../../core/signature/public-good.ts';
import { parseProfileArn } from '../../../core/signature/signer-arn.ts';
import { artifactsOf, readDump, readFixture, readKey } from './fixture.ts';
import { digest, envelope, profile, root as signerRoot } from './signer-envelope.ts';

const root = publicGood();
const notation = {
  ca: [new X509Certificate(readFixture('notation-root.pem'))],
  signingAuthority: [],
  tsa: [],
  identities: [new Map([['O', 'Acme']])],
  revoked: new Set(['']),
};
const forms: readonly ArtifactForm[] = ['simple-signing', 'dsse', 'sigstore-bundle', 'notation-jws', 'notation-cose'];
const signer = { profiles: [profile].map(parseProfileArn).filter((one) => one !== null), ca: [signerRoot.certificate] };
const samples = [
  envelope('notation-jws'),
  envelope('notation-cose'),
  ...['cosign3-only-vuln', 'skopeo', 'notation-timestamp'].flatMap((name) => artifactsOf(readDump(name))),
];
const keyless = JSON.parse(readFixture('keyless.json')) as Record<string, unknown>;
const bundles = ['rekor1', 'rekor2'].map(
  (name): Artifact => ({ form: 'sigstore-bundle', where: '', bytes: Buffer.from(JSON.stringify(keyless[name])), annotations: {} }),
);

const json = fc.json().map((text) => Buffer.from(text));
const annotations = fc.dictionary(
  fc.constantFrom(
    'dev.cosignproject.cosign/signature',
    'dev.sigstore.cosign/certificate',
    'dev.sigstore.cosign/bundle',
    'dev.sigstore.cosign/rfc3161timestamp',
    '__proto__',
  ),
  fc.anything(),
);
/** A real one with bytes cut out, doubled or overwritten. */
const mangled = fc
  .tuple(fc.constantFrom(...samples, ...bundles), fc.double({ min: 0, max: 1, noNaN: true }), fc.uint8Array({ maxLength: 8 }), fc.nat(8))
  .map(([artifact, part, put, cut]) => {
    const at = Math.floor(part * artifact.bytes.length);
    return { ...artifact, bytes: Buffer.concat([artifact.bytes.subarray(0, at), put, artifact.bytes.subarray(at + cut)]) };
  });
const random = fc.record({
  form: fc.constantFrom(...forms),
  where: fc.constant(''),
  bytes: fc.oneof(json, fc.uint8Array({ maxLength: 200 })),
  annotations,
});

it('no artifact makes a check throw', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(random, mangled) as fc.Arbitrary<Artifact>, async (artifact) => {
      await verifyCosign(artifact, digest, { keys: [readKey('p256')], logs: root });
      await verifyCosign(artifact, digest, { identity: { issuer: 'i', subject: '*' }, root });
      verifyNotation(artifact, digest, notation, Date.now());
      verifyNotation(artifact, digest, { ...notation, tsa: notation.ca }, Date.now());
      verifyAwsSigner(artifact, digest, signer, Date.now());
    }),
    { numRuns: 500 },
  );
});
