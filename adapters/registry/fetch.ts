/** Reading of one repository: manifests, referrers and blobs, each checked against its digest. */
import { createHash } from 'node:crypto';
import { maxBlobBytes, maxManifestBytes, maxRedirects } from '../../core/evidence/limits.ts';
import { parseJsonBytes } from '../../core/signature/bytes.ts';
import { escapeText } from '../../core/text.ts';
import { isObject } from '../../core/workload/json.ts';
import type { Authorization } from './authorization.ts';
import type { ImageBudget } from './budget.ts';
import type { Endpoint } from './endpoint.ts';
import type { Answer, Ask } from './exchange.ts';
import { RegistryFailure } from './failure.ts';

export interface Repository {
  readonly endpoint: Endpoint;
  /** `library/nginx` */
  readonly path: string;
}

export interface Fetched {
  readonly digest: string;
  readonly bytes: Buffer;
  readonly json: Readonly<Record<string, unknown>>;
}

export interface Fetcher {
  /** By tag or digest; null: the registry has none. */
  manifest(repository: Repository, reference: string, budget: ImageBudget): Promise<Fetched | null>;
  /** A page of the referrers API; null: the registry has no such API. */
  referrers(
    repository: Repository,
    query: string,
    budget: ImageBudget,
  ): Promise<{ readonly json: unknown; readonly next: string | null } | null>;
  /** `size` is what the manifest claims. */
  blob(repository: Repository, digest: string, size: number, budget: ImageBudget): Promise<Buffer>;
}

const accept = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');
/**
 * What is said of the thing that is asked for, not of registry or network: whoever pushes writes digests of any algorithm, and
 * manifests of any type under our tags.
 */
const unfit: readonly number[] = [400, 405, 406, 410, 415, 416, 422, 451];
const redirects: readonly number[] = [301, 302, 303, 307, 308];

/** Every function rejects with a `RegistryFailure` only. `send` must count, limit and cap. */
export function fetcher(send: (ask: Ask, budget: ImageBudget) => Promise<Answer>, authorize: Authorization): Fetcher {
  const get = async ({ endpoint, path }: Repository, tail: string, maxBytes: number, budget: ImageBudget): Promise<Answer> => {
    const url = new URL(`${endpoint.origin}/v2/${path}/${tail}`);
    const ask = (header: string | null): Promise<Answer> =>
      send({ url, reach: endpoint.reach, headers: { accept, ...(header === null ? {} : { authorization: header }) }, maxBytes }, budget);
    const used = await authorize.current(endpoint, path, budget);
    const answer = await ask(used);
    return answer.status === 401 ? await ask(await authorize.meet(endpoint, path, { answer, used }, budget)) : answer;
  };
  return {
    async manifest(repository, reference, budget) {
      const answer = await get(repository, `manifests/${reference}`, maxManifestBytes, budget);
      return answer.status === 404 ? null : toManifest(expectOk(answer, repository), reference);
    },
    async referrers(repository, query, budget) {
      const answer = await get(repository, `referrers/${query}`, maxManifestBytes, budget);
      const missing = answer.status === 404 || answer.status === 405 || answer.status === 400;
      const isIndex = (answer.header('content-type') ?? '').startsWith('application/vnd.oci.image.index.v1+json');
      if (missing || (answer.status === 200 && !isIndex)) return null;
      return { json: parseJsonBytes(expectOk(answer, repository).body), next: nextPage(answer.header('link')) };
    },
    async blob(repository, digest, size, budget) {
      if (size > maxBlobBytes) throw new RegistryFailure('too-large', `a blob of ${size} bytes, at most ${maxBlobBytes}`);
      const first = await get(repository, `blobs/${digest}`, size, budget);
      const { body } = await follow(first, repository, size, budget);
      if (body.length !== size || digestOf(digest, body) !== digest) throw new RegistryFailure('mismatch', 'a blob is not of its digest');
      return body;
    },
  };

  /** Object stores serve blobs: https only, to public addresses only, and without anything that says who we are. */
  async function follow(first: Answer, repository: Repository, size: number, budget: ImageBudget): Promise<Answer> {
    let answer = first;
    let from = new URL(repository.endpoint.origin);
    for (let hops = 0; redirects.includes(answer.status); hops++) {
      const target = URL.parse(answer.header('location') ?? '', from.href);
      if (hops === maxRedirects)
        throw new RegistryFailure('refused', `${repository.endpoint.host} redirects a blob more than ${maxRedirects} times`);
      if (target === null || target.protocol !== 'https:' || target.username !== '' || target.password !== '')
        throw new RegistryFailure('refused', `${repository.endpoint.host} redirects a blob to what is no plain https address`);
      answer = await send({ url: target, reach: 'public', headers: {}, maxBytes: size }, budget);
      from = target;
    }
    // What a store says of its own addresses, such as an expired token, is none of the pusher's doing.
    return expectOk(answer, repository, from.origin === repository.endpoint.origin ? unfit : []);
  }
}

function toManifest({ body, header }: Pick<Answer, 'body' | 'header'>, reference: string): Fetched {
  const claimed = header('docker-content-digest');
  const expected = reference.includes(':') ? reference : (claimed ?? `sha256:`);
  const digest = digestOf(expected, body);
  if ((reference.includes(':') || claimed !== null) && digest !== expected)
    throw new RegistryFailure('mismatch', 'a manifest is not of its digest');
  const json = parseJsonBytes(body);
  if (!isObject(json)) throw new RegistryFailure('malformed', 'a manifest is no JSON object');
  return { digest, bytes: body, json };
}

/** The digest of the bytes by the algorithm of another digest; empty for an algorithm that is not known. */
function digestOf(like: string, bytes: Uint8Array): string {
  const [algorithm = ''] = like.split(':');
  if (!['sha256', 'sha384', 'sha512'].includes(algorithm)) return '';
  return `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;
}

function expectOk(answer: Answer, { endpoint: { host } }: Repository, wrongs = unfit): Answer {
  const { status } = answer;
  if (status === 200) return answer;
  if (status === 401 || status === 403) throw new RegistryFailure('unauthorized', `${host} does not let us read (HTTP ${status})`);
  if (status === 429) throw new RegistryFailure('throttled', `${host} has had too many requests (HTTP 429)`);
  if (redirects.includes(status)) throw new RegistryFailure('refused', `${host} redirects where no redirect is followed`);
  if (status === 404) throw new RegistryFailure('malformed', `${host} has not what its manifest names`);
  if (wrongs.includes(status)) throw new RegistryFailure('malformed', `${host} cannot serve what was pushed there (HTTP ${status})`);
  throw new RegistryFailure('failed', `${host} answered HTTP ${status}`);
}

/** Of `Link: <...?n=..&last=..>; rel="next"` only the query is taken, so that it leads nowhere else. */
function nextPage(link: string | null): string | null {
  const [, target] = /^\s*<([^>]{1,2048})>\s*;.*rel="?next"?/i.exec(escapeText(link ?? '', 4096)) ?? [];
  const query = target === undefined ? -1 : target.indexOf('?');
  return query < 0 ? null : (target ?? '').slice(query);
}
