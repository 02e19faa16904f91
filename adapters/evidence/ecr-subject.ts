/** What an image in ECR is about: signatures and attestations are pushed as images are. Source: Amazon ECR API reference, BatchGetImage. */
import type { PinnedImage } from '../../core/evidence/ports.ts';
import type { Outcome } from '../../core/signature/outcome.ts';
import { own, ownText } from '../../core/workload/json.ts';
import type { AwsCall } from './aws-call.ts';
import { parseEcrHost } from './ecr-host.ts';

const target = 'AmazonEC2ContainerRegistry_V20150921.BatchGetImage';
const digestPattern = /^sha256:[0-9a-f]{64}$/;

const mediaTypes = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];

/** The digest that a manifest names as its subject (OCI image specification 1.1); null: it names none, or is gone. */
export async function ecrSubject(call: AwsCall, { host, path, digest }: PinnedImage): Promise<Outcome<string | null>> {
  const ecr = parseEcrHost(host);
  if (ecr === null) return { ok: null };
  const body = { registryId: ecr.account, repositoryName: path, imageIds: [{ imageDigest: digest }], acceptedMediaTypes: mediaTypes };
  const answer = await call({ service: 'ecr', region: ecr.region, target, body }).catch(() => null);
  const images = own(answer?.body, 'images');
  if (answer?.status !== 200 || !Array.isArray(images)) return { unknown: `ECR in ${ecr.region} gave no manifest` };
  const subject = ownText(own(parse(ownText(images[0], 'imageManifest') ?? ''), 'subject'), 'digest');
  return { ok: subject !== null && digestPattern.test(subject) ? subject : null };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
