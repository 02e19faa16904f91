/** Small images, and evidence moved to where it does not belong, straight through the distribution API. */
import { createHash, randomBytes } from 'node:crypto';

const manifestType = 'application/vnd.oci.image.manifest.v1+json';

/** Pushes an image that nobody has seen before, as tag `1`; its digest. */
export async function pushImage(host: string, path: string): Promise<string> {
  const layer = Buffer.from(`image ${randomBytes(8).toString('hex')}`);
  const config = Buffer.from(
    JSON.stringify({ architecture: 'amd64', os: 'linux', config: {}, rootfs: { type: 'layers', diff_ids: [sha256(layer)] } }),
  );
  for (const blob of [layer, config]) await pushBlob(host, path, blob);
  const manifest = {
    schemaVersion: 2,
    mediaType: manifestType,
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: sha256(config), size: config.length },
    layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar', digest: sha256(layer), size: layer.length }],
  };
  return putManifest(host, path, '1', Buffer.from(JSON.stringify(manifest)));
}

/** Gives one image's `.sig` to another: a replay. */
export async function replay(host: string, path: string, from: string, to: string): Promise<void> {
  const answer = await fetch(`http://${host}/v2/${path}/manifests/${tagOf(from)}`, { headers: { accept: manifestType } });
  await putManifest(host, path, tagOf(to), Buffer.from(await answer.arrayBuffer()));
}

/** Rewrites the payload that a `.sig` names, and every digest with it: only the signature tells. */
export async function tamper(host: string, path: string, digest: string, other: string): Promise<void> {
  const answer = await fetch(`http://${host}/v2/${path}/manifests/${tagOf(digest)}`, { headers: { accept: manifestType } });
  const manifest = (await answer.json()) as { layers: { digest: string; size: number }[] };
  for (const layer of manifest.layers) {
    const blob = await fetch(`http://${host}/v2/${path}/blobs/${layer.digest}`);
    const changed = Buffer.from((await blob.text()).replaceAll(digest, other));
    await pushBlob(host, path, changed);
    Object.assign(layer, { digest: sha256(changed), size: changed.length });
  }
  await putManifest(host, path, tagOf(other), Buffer.from(JSON.stringify(manifest)));
}

async function pushBlob(host: string, path: string, bytes: Buffer): Promise<void> {
  const opened = await fetch(`http://${host}/v2/${path}/blobs/uploads/`, { method: 'POST' });
  const target = new URL(opened.headers.get('location') ?? '', `http://${host}`);
  target.searchParams.set('digest', sha256(bytes));
  const put = await fetch(target, { method: 'PUT', body: new Uint8Array(bytes), headers: { 'content-type': 'application/octet-stream' } });
  if (!put.ok) throw new Error(`a blob was not taken: HTTP ${put.status}`);
}

async function putManifest(host: string, path: string, reference: string, bytes: Buffer): Promise<string> {
  const put = await fetch(`http://${host}/v2/${path}/manifests/${reference}`, {
    method: 'PUT',
    body: new Uint8Array(bytes),
    headers: { 'content-type': manifestType },
  });
  if (!put.ok) throw new Error(`a manifest was not taken: HTTP ${put.status}`);
  return sha256(bytes);
}

function tagOf(digest: string): string {
  return `${digest.replace(':', '-')}.sig`;
}

function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
