/** What an image in Amazon ECR is about: signatures and attestations are pushed as images are. */
import type { PinnedImage } from '../../core/evidence/ports.ts';
import type { Outcome } from '../../core/signature/outcome.ts';
import { own, ownText } from '../../core/workload/json.ts';
import type { AwsCall } from './aws-call.ts';
import { parseEcrHost } from './ecr-host.ts';
import { ecrManifest } from './ecr-manifest.ts';

/** The digest that a manifest names as its subject (OCI image specification 1.1); null: it names none, or is gone. */
export async function ecrSubject(call: AwsCall, image: PinnedImage): Promise<Outcome<string | null>> {
  const host = parseEcrHost(image.host);
  if (host === null) return { ok: null };
  const manifest = await ecrManifest(call, image, host).catch(() => null);
  if (manifest === null) return { unknown: `ECR in ${host.region} gave no manifest` };
  if (!('ok' in manifest)) return manifest;
  const subject = ownText(own(manifest.ok, 'subject'), 'digest') ?? '';
  return { ok: /^sha256:[0-9a-f]{64}$/.test(subject) ? subject : null };
}
