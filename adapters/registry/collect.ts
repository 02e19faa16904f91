/**
 * Everything that a registry holds to prove an image, in three waves of parallel requests: tags and referrers; manifests; blobs.
 * An artifact's type in an index is a hint only (cosign 3.1 writes a wrong one): the manifest is what is read.
 */
import { maxArtifacts, maxReferrerPages, maxReferrers } from '../../core/evidence/limits.ts';
import type { Collected } from '../../core/evidence/ports.ts';
import { checkDigest } from '../../core/image/digest.ts';
import { type Artifact, formOf } from '../../core/signature/artifact.ts';
import { isObject, own, ownText } from '../../core/workload/json.ts';
import { type ImageBudget, whySpent } from './budget.ts';
import { RegistryFailure } from './failure.ts';
import type { Fetched, Fetcher, Repository } from './fetch.ts';

/** Characters (distribution-spec, "Pulling manifests"): signatures of an image that is named by its SHA-512 have no tag. */
const maxTagLength = 128;

interface Job {
  readonly fetch: Fetcher;
  readonly repository: Repository;
  readonly digest: string;
  readonly budget: ImageBudget;
  readonly wrong: Set<string>;
  readonly unknown: Set<string>;
}

interface Layer {
  readonly form: Artifact['form'];
  readonly where: string;
  readonly digest: string;
  readonly size: number;
  readonly annotations: Readonly<Record<string, unknown>>;
}

/** Types of referrers that are known to be evidence, and those that say nothing, before all others. */
const likely: readonly unknown[] = [
  'application/vnd.dev.sigstore.bundle.v0.3+json',
  'application/vnd.cncf.notary.signature',
  'application/vnd.dev.cosign.artifact.sig.v1+json',
  'application/vnd.dev.cosign.artifact.att.v1+json',
];
const vague: readonly unknown[] = [undefined, null, '', 'application/vnd.oci.empty.v1+json', 'application/vnd.oci.image.manifest.v1+json'];

/** Never rejects: what went wrong is said in `wrong` and `unknown`. */
export async function collect(fetch: Fetcher, repository: Repository, digest: string, budget: ImageBudget): Promise<Collected> {
  const spent = whySpent(budget);
  if (spent !== null) return { artifacts: [], wrong: [], unknown: [], [spent.outcome]: [spent.message] };
  const job: Job = { fetch, repository, digest, budget, wrong: new Set(), unknown: new Set() };
  const tag = digest.replace(':', '-');
  const [signatures, attestations, schema, api] = await Promise.all([
    attempt(job, () => tagged(job, `${tag}.sig`)),
    attempt(job, () => tagged(job, `${tag}.att`)),
    attempt(job, () => fetch.manifest(repository, tag.slice(0, 71), budget)),
    attempt(job, () => readReferrers(job)),
  ]);
  const layers = [...layersOf(job, signatures, `tag ${tag}.sig`), ...layersOf(job, attestations, `tag ${tag}.att`)];
  const referrers = chooseReferrers(job, [...(api ?? []), ...listOf(schema?.json, 'manifests')]);
  const early = layers.slice(0, maxArtifacts).map((layer) => read(job, layer));
  const manifests = await Promise.all(referrers.map((one) => attempt(job, () => fetch.manifest(repository, one, budget))));
  const referred = manifests.flatMap((manifest, index) => layersOf(job, checkSubject(job, manifest), `referrer ${referrers[index]}`));
  if (layers.length + referred.length > maxArtifacts)
    job.wrong.add(`more than ${maxArtifacts} signatures and attestations, of which ${maxArtifacts} were read`);
  const late = referred.slice(0, Math.max(0, maxArtifacts - layers.length)).map((layer) => read(job, layer));
  const artifacts = (await Promise.all([...early, ...late])).filter((one) => one !== null);
  return { artifacts, wrong: [...job.wrong], unknown: [...job.unknown] };
}

/** Nothing has a tag that is too long to be one: the answer to it would depend on the registry. */
async function tagged({ fetch, repository, budget }: Job, tag: string): Promise<Fetched | null> {
  return tag.length > maxTagLength ? null : fetch.manifest(repository, tag, budget);
}

/** The value, or null once its failure is written down. A defect of ours is no failure: it is thrown on. */
async function attempt<T>(job: Job, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof RegistryFailure)) throw error;
    job[error.outcome].add(error.message);
    return null;
  }
}

async function readReferrers(job: Job): Promise<unknown[]> {
  const found: unknown[] = [];
  let query: string | null = '';
  for (let page = 0; query !== null; page++) {
    if (page === maxReferrerPages) {
      job.wrong.add(`more than ${maxReferrerPages} pages of referrers`);
      break;
    }
    const answer: Awaited<ReturnType<Fetcher['referrers']>> = await job.fetch.referrers(
      job.repository,
      `${job.digest}${query}`,
      job.budget,
    );
    if (answer === null) break;
    found.push(...listOf(answer.json, 'manifests'));
    query = answer.next;
  }
  return found;
}

/** Digests of the manifests to read, the likely ones first. */
function chooseReferrers({ wrong }: Job, descriptors: readonly unknown[]): string[] {
  const rank = (descriptor: unknown): number => {
    const type = own(descriptor, 'artifactType');
    return likely.includes(type) ? 0 : vague.includes(type) ? 1 : 2;
  };
  const digests = [...descriptors].sort((a, b) => rank(a) - rank(b)).flatMap((one) => ownText(one, 'digest') ?? []);
  const distinct = [...new Set(digests)].filter((digest) => checkDigest(digest, 0) === null);
  if (distinct.length > maxReferrers) wrong.add(`${distinct.length} referrers, of which ${maxReferrers} were read`);
  return distinct.slice(0, maxReferrers);
}

/** A referrer that names another subject was put into this index by somebody. */
function checkSubject({ digest, wrong }: Job, manifest: Fetched | null): Fetched | null {
  if (manifest === null || ownText(own(manifest.json, 'subject'), 'digest') === digest) return manifest;
  wrong.add('a referrer is of another image');
  return null;
}

function layersOf({ wrong }: Job, manifest: Fetched | null, where: string): Layer[] {
  return listOf(manifest?.json, 'layers').flatMap((layer) => {
    const form = formOf(own(layer, 'mediaType'));
    if (form === null) return [];
    const [digest, size, annotations] = [ownText(layer, 'digest') ?? '', own(layer, 'size'), own(layer, 'annotations')];
    if (checkDigest(digest, 0) === null && typeof size === 'number' && Number.isSafeInteger(size) && size >= 0)
      return [{ form, where, digest, size, annotations: isObject(annotations) ? annotations : {} }];
    wrong.add('a manifest with a malformed layer');
    return [];
  });
}

async function read(job: Job, { form, where, digest, size, annotations }: Layer): Promise<Artifact | null> {
  const bytes = await attempt(job, () => job.fetch.blob(job.repository, digest, size, job.budget));
  return bytes === null ? null : { form, where, bytes, annotations };
}

function listOf(value: unknown, key: string): readonly unknown[] {
  const list = own(value, key);
  return Array.isArray(list) ? list : [];
}
