/** The platforms of an image in Amazon ECR: an index has no scan of its own. */
import type { PinnedImage } from '../../core/evidence/ports.ts';
import type { Outcome } from '../../core/signature/outcome.ts';
import { isObject, own, ownText } from '../../core/workload/json.ts';
import type { AwsCall } from './aws-call.ts';
import type { EcrHost } from './ecr-host.ts';
import { ecrManifest } from './ecr-manifest.ts';

/** Each is a scan to ask for; the widest official images have a dozen. */
const maxPlatforms = 16;

/** Digests of what runs, one for each platform; empty when the image is no index, or is not there. May reject. */
export async function platformsOf(call: AwsCall, image: PinnedImage, host: EcrHost): Promise<Outcome<readonly string[]>> {
  const manifest = await ecrManifest(call, image, host);
  return 'ok' in manifest ? childrenOf(manifest.ok) : manifest;
}

/**
 * What BuildKit attests lies beside the platforms, marked as such, and does not run: no node is of an unknown platform. The mark alone
 * would be anybody's way around a scan, for runtimes do not look at it.
 */
function childrenOf(manifest: unknown): Outcome<readonly string[]> {
  const children = own(manifest, 'manifests');
  if (isAmbiguous(manifest, ['manifests', 'config', 'layers'])) return unclear;
  if (!Array.isArray(children)) return { ok: [] };
  if (own(manifest, 'config') !== undefined || own(manifest, 'layers') !== undefined) return unclear;
  const running = children.filter((child) => !isAttestation(child));
  if (running.length > maxPlatforms)
    return { wrong: { code: 'malformed', detail: `the index has ${running.length} platforms, at most ${maxPlatforms} are looked at` } };
  const digests = running.map((child) => (isAmbiguous(child, ['digest']) ? null : ownText(child, 'digest')));
  return digests.every((digest) => digest !== null) ? { ok: digests } : unclear;
}

/** What runtimes may read as another image than we do (CVE-2021-41190). */
const unclear = { wrong: { code: 'malformed', detail: 'it is not clear what runs: the manifest is no plain index' } } as const;

function isAttestation(child: unknown): boolean {
  const platform = own(child, 'platform');
  return (
    ownText(own(child, 'annotations'), 'vnd.docker.reference.type') === 'attestation-manifest' &&
    !isAmbiguous(child, ['platform']) &&
    !isAmbiguous(platform, ['os', 'architecture']) &&
    ownText(platform, 'os') === 'unknown' &&
    ownText(platform, 'architecture') === 'unknown'
  );
}

/** Runtimes are written in Go, whose JSON reader takes keys in any case: `Manifests` would replace `manifests`. */
function isAmbiguous(value: unknown, keys: readonly string[]): boolean {
  return isObject(value) && Object.keys(value).some((key) => !keys.includes(key) && keys.includes(foldCase(key)));
}

/** Both ways: a long s has a capital only, a Kelvin sign none. */
function foldCase(key: string): string {
  return key.toUpperCase().toLowerCase();
}
