/** A small image, and its signature by a key of KMS as cosign writes it. */
import { createHash } from 'node:crypto';
import type { Dump } from '../../core/signature/fixture.ts';

const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const payloadType = 'application/vnd.dev.cosign.simplesigning.v1+json';

/** `seed` makes it another image. */
export function imageOf(seed: string): Dump {
  const config = Buffer.from(JSON.stringify({ seed }));
  const manifest = manifestOf('application/vnd.oci.image.config.v1+json', config, []);
  const image = digestOf(manifest);
  return { image, tags: {}, contents: { [image]: base64(manifest), [digestOf(config)]: base64(config) } };
}

/** With the signature under its tag. */
export async function signed(dump: Dump, sign: (message: Uint8Array) => Promise<string>): Promise<Dump> {
  const critical = {
    identity: { 'docker-reference': '' },
    image: { 'docker-manifest-digest': dump.image },
    type: 'cosign container image signature',
  };
  const payload = Buffer.from(JSON.stringify({ critical, optional: null }));
  const annotations = { 'dev.cosignproject.cosign/signature': await sign(payload) };
  const config = Buffer.from('{}');
  const layer = { mediaType: payloadType, digest: digestOf(payload), size: payload.length, annotations };
  const manifest = manifestOf('application/vnd.oci.image.config.v1+json', config, [layer]);
  const added = { [digestOf(manifest)]: base64(manifest), [digestOf(payload)]: base64(payload), [digestOf(config)]: base64(config) };
  return { ...dump, tags: { ...dump.tags, [signatureTag(dump)]: digestOf(manifest) }, contents: { ...dump.contents, ...added } };
}

/** A manifest without a tag that is about the image, as the referrers API knows it. */
export function referrerOf({ image }: Dump): { readonly digest: string; readonly manifest: string } {
  const empty = { mediaType: 'application/vnd.oci.empty.v1+json', digest: digestOf(Buffer.from('{}')), size: 2 };
  const subject = { mediaType: manifestType, digest: image, size: 1 };
  const manifest = JSON.stringify({ schemaVersion: 2, mediaType: manifestType, config: empty, layers: [empty], subject });
  return { digest: digestOf(Buffer.from(manifest)), manifest };
}

export function signatureTag({ image }: Dump): string {
  return `${image.replace(':', '-')}.sig`;
}

function manifestOf(configType: string, config: Uint8Array, layers: readonly object[]): Buffer {
  const described = { mediaType: configType, digest: digestOf(config), size: config.length };
  return Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: manifestType, config: described, layers }));
}

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
