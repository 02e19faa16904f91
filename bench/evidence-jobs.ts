/** What is asked about evidence: each kind of signature, as its signer left it in a registry, and the policy that wants it. */

import { withContent } from '../test/adapters/registry/server.ts';
import { type Dump, readDump, readFixture } from '../test/core/signature/fixture.ts';
import { bodies } from './bodies.ts';

export interface Signed {
  readonly dump: Dump;
  /** The policy's verifier. */
  readonly verifier: object;
}

const keyed = (name: string): Signed => ({
  dump: readDump(name),
  verifier: { cosign: { keys: [readFixture('p256.pub.pem')] } },
});

/** As cosign 3 would have pushed it. */
function keyless(): Signed {
  const { digest, issuer, subject, trustRoot, rekor1 } = JSON.parse(readFixture('keyless.json')) as Record<string, unknown> & {
    digest: string;
  };
  const empty: Dump = { image: digest, tags: {}, contents: {} };
  const blob = withContent(empty, rekor1);
  const size = Buffer.byteLength(JSON.stringify(rekor1));
  const manifest = {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    artifactType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    layers: [{ mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json', digest: blob.digest, size }],
    subject: { mediaType: 'application/vnd.oci.image.manifest.v1+json', digest, size: 1000 },
  };
  const pushed = withContent(blob.dump, manifest);
  const index = { schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests: [{ digest: pushed.digest }] };
  const { dump } = withContent(pushed.dump, index, digest.replace(':', '-'));
  return { dump, verifier: { cosign: { keyless: { issuer, subject, trustRoot: JSON.stringify(trustRoot) } } } };
}

export const signed = {
  key: keyed('cosign2-keys'),
  bundle: keyed('cosign3-keys'),
  keyless: keyless(),
  notation: {
    dump: readDump('notation'),
    verifier: { notation: { ca: [readFixture('notation-root.pem')], identities: ['C=US, ST=WA, O=Acme'] } },
  },
} as const satisfies Record<string, Signed>;

/** One that asks for a signature, and one that asks for nothing. */
export function policiesFor(host: string, verifier: object, plainHttp = true): { readonly asking: string; readonly plain: string } {
  const plain = { version: 1, images: [host], registries: { [host]: { private: true, plainHttp } } };
  return {
    asking: JSON.stringify({ ...plain, verifiers: { release: verifier }, require: { signedBy: ['release'] } }),
    plain: JSON.stringify(plain),
  };
}

interface ReviewText {
  readonly request: { readonly object: { readonly spec: { readonly containers: { image: string }[] } } };
}

/** An AdmissionReview of a Pod of 1 or 20 containers, each of a repository of its own. */
export function reviewOf(images: 1 | 20, imageOf: (index: number) => string): string {
  const review = JSON.parse(bodies[images === 1 ? '2KB' : '100KB']) as ReviewText;
  for (const [index, container] of review.request.object.spec.containers.entries()) container.image = imageOf(index);
  return JSON.stringify(review);
}
