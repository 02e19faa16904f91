/**
 * Image references, as container runtimes read them: the grammar and normalisation of distribution/reference
 * (ParseNormalizedNamed), stricter in hosts and digests (host.ts, digest.ts say where and why). Nothing is repaired.
 *
 *     reference := [host "/"] path [":" tag] ["@" digest]
 *
 * The text is attacker-chosen. One pass over its character codes; every text that is accepted is printable ASCII.
 */
import { maxImageLength, maxRepositoryLength } from '../limits.ts';
import { colon } from './chars.ts';
import { checkDigest } from './digest.ts';
import { checkHost, isHostComponent } from './host.ts';
import { explainText, isRefusal, type Refusal, refuse } from './refusal.ts';
import { explainPath, scanPath, scanTag } from './repository.ts';

export { isRefusal, type Refusal } from './refusal.ts';

export interface ImageReference {
  /** As it was written. */
  readonly text: string;
  /** `host` or `host:port`; `docker.io` where none was written. */
  readonly host: string;
  /** `library/nginx` */
  readonly path: string;
  /** As written; `latest` when neither tag nor digest was written; null when only a digest was. */
  readonly tag: string | null;
  /** `sha256:<hex>`, also sha384 and sha512. */
  readonly digest: string | null;
}

/** Parses one image reference; a text that is none gives the reason and where. Never throws. */
export function parseReference(text: string): ImageReference | Refusal {
  if (text.length === 0) return refuse('the image is empty', 0);
  if (text.length > maxImageLength) return refuse(`${text.length} characters, at most ${maxImageLength}`, maxImageLength);
  const parsed = scanReference(text);
  return isRefusal(parsed) ? (explainText(text) ?? parsed) : parsed;
}

/** Canonical text: `host/path[:tag][@digest]`. */
export function formatReference(ref: ImageReference): string {
  const tag = ref.tag === null ? '' : `:${ref.tag}`;
  const digest = ref.digest === null ? '' : `@${ref.digest}`;
  return `${ref.host}/${ref.path}${tag}${digest}`;
}

function scanReference(text: string): ImageReference | Refusal {
  const slash = text.indexOf('/');
  if (slash < 0 && text.length >= 64 && !text.includes('@') && isImageId(text))
    return refuse('an image id or digest alone names no repository', 0);
  if (slash < 0 || !isHostComponent(text, slash)) return scanName(text, 'docker.io', 0);
  const refusal = checkHost(text, 0, slash);
  if (refusal !== null) return refusal;
  const host = text.slice(0, slash);
  return scanName(text, host === 'index.docker.io' ? 'docker.io' : host, slash + 1);
}

function scanName(text: string, host: string, start: number): ImageReference | Refusal {
  const end = scanPath(text, start);
  if (end < 0) return explainPath(text, start, ~end);
  const written = text.slice(start, end);
  const path = host === 'docker.io' && !written.includes('/') ? `library/${written}` : written;
  if (path.length > maxRepositoryLength)
    return refuse(`repository name of ${path.length} characters, at most ${maxRepositoryLength}`, start);
  let tag: string | null = null;
  let i = end;
  if (text.charCodeAt(end) === colon) {
    const tagEnd = scanTag(text, end + 1);
    if (typeof tagEnd !== 'number') return tagEnd;
    tag = text.slice(end + 1, tagEnd);
    i = tagEnd;
  }
  if (i === text.length) return { text, host, path, tag: tag ?? 'latest', digest: null };
  // Only "@" can stand here: scanPath and scanTag stop at nothing else.
  return checkDigest(text, i + 1) ?? { text, host, path, tag, digest: text.slice(i + 1) };
}

/**
 * 64 hex digits alone are refused by distribution/reference (anchoredIdentifierRegexp). A digest alone it would read as the
 * tag of `docker.io/library/sha256`, but a container runtime takes it for the id of whatever image the node already has.
 */
function isImageId(text: string): boolean {
  return /^[\da-f]{64}$/.test(text) || checkDigest(text, 0) === null;
}
