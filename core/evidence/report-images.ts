/**
 * The image that a scan report is of. Only a digest names it: a tag, an image's id and a file's name may stand for anything.
 * Sources: Trivy's JSON report, schema 2 (pkg/types/report.go), Grype's JSON document (grype/presenter/models, syft's image source).
 */
import { isRefusal, parseReference } from '../image/reference.ts';
import { own, ownText } from '../workload/json.ts';
import type { PinnedImage } from './ports.ts';
import { scannerOf } from './report.ts';
import { imageText } from './words.ts';

/** Names of one image that are looked at: one for each repository that it was pushed to or pulled from. */
const maxNames = 1000;

export interface ReportImages {
  /** What the report calls the image, hostile; null: nothing. */
  readonly name: string | null;
  /** Images that it names by digest, each once. */
  readonly images: readonly PinnedImage[];
}

export function imagesOfReport(report: unknown): ReportImages {
  const { name, names } = scannerOf(report) === 'Trivy' ? namesInTrivy(report) : namesInGrype(report);
  const images = names.slice(0, maxNames).flatMap((one) => pinned(one) ?? []);
  return { name, images: [...new Map(images.map((image) => [imageText(image), image])).values()] };
}

interface Names {
  readonly name: string | null;
  readonly names: readonly unknown[];
}

/** The artifact's name may be a folder's, unless it says that it is an image's. */
function namesInTrivy(report: unknown): Names {
  const name = ownText(report, 'ArtifactName');
  const digests = listOf(own(report, 'Metadata'), 'RepoDigests');
  return { name, names: own(report, 'ArtifactType') === 'container_image' ? [name, ...digests] : digests };
}

/** The manifest's digest is that of the content which was scanned, in the repository that was asked for. */
function namesInGrype(report: unknown): Names {
  const source = own(report, 'source');
  const target = own(source, 'target');
  if (own(source, 'type') !== 'image') return { name: typeof target === 'string' ? target : null, names: [] };
  const name = ownText(target, 'userInput');
  const digest = ownText(target, 'manifestDigest');
  const byManifest = name === null || digest === null ? null : repositoryOf(name, digest);
  return { name, names: [name, byManifest, ...listOf(target, 'repoDigests')] };
}

function repositoryOf(name: string, digest: string): string | null {
  const reference = parseReference(name);
  return isRefusal(reference) ? null : `${reference.host}/${reference.path}@${digest}`;
}

function pinned(name: unknown): PinnedImage | null {
  const reference = typeof name === 'string' ? parseReference(name) : null;
  if (reference === null || isRefusal(reference) || reference.digest === null) return null;
  const { host, path, digest } = reference;
  return { host, path, digest };
}

function listOf(value: unknown, key: string): readonly unknown[] {
  const list = own(value, key);
  return Array.isArray(list) ? list : [];
}
