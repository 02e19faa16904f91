/** Manifests in Amazon ECR. Source: Amazon ECR API reference, BatchGetImage. */
import { createHash } from 'node:crypto';
import type { PinnedImage } from '../../core/evidence/ports.ts';
import type { Outcome } from '../../core/signature/outcome.ts';
import { own, ownText } from '../../core/workload/json.ts';
import type { AwsCall } from './aws-call.ts';
import type { EcrHost } from './ecr-host.ts';

const acceptedMediaTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];
const target = 'AmazonEC2ContainerRegistry_V20150921.BatchGetImage';

/** Parsed, of the digest that was asked for; null: there is no such image. May reject. */
export async function ecrManifest(call: AwsCall, { path, digest }: PinnedImage, { account, region }: EcrHost): Promise<Outcome<unknown>> {
  const body = { registryId: account, repositoryName: path, imageIds: [{ imageDigest: digest }], acceptedMediaTypes };
  const answer = await call({ service: 'ecr', region, target, body });
  if (answer.status !== 200 && (ownText(answer.body, '__type') ?? '').endsWith('RepositoryNotFoundException')) return { ok: null };
  if (answer.status !== 200) return { unknown: `ECR in ${region} answered HTTP ${answer.status}` };
  const images = own(answer.body, 'images');
  const text = Array.isArray(images) ? ownText(images[0], 'imageManifest') : null;
  if (text === null) return { ok: null };
  if (`sha256:${createHash('sha256').update(text).digest('hex')}` !== digest)
    return { wrong: { code: 'malformed', detail: 'ECR answered with another manifest' } };
  return { ok: JSON.parse(text) as unknown };
}
