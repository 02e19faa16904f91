/**
 * Scopes: what an entry of the policy speaks of.
 *
 *     scope := host [":" port] ["/" path [":" tag | "@" digest]] | "*." label 1*("." label) [":" port]
 *
 * Written in canonical form, so that a scope is its own key: nothing is inserted, lowered or repaired, because an entry that
 * means something other than what it says is worse than an error. The error tells the spelling to use.
 */
import { maxHostLength, maxImageLength, maxQuotedLength, maxRepositoryLength } from '../limits.ts';
import { colon } from './chars.ts';
import { checkDigest } from './digest.ts';
import { checkHost, isHostComponent } from './host.ts';
import { explainText, isRefusal, quote, type Refusal, refuse } from './refusal.ts';
import { explainPath, scanPath, scanTag } from './repository.ts';
import { suggestScope } from './suggest.ts';

export interface Scope {
  /** As it was written, which is the canonical form. */
  readonly text: string;
  readonly kind: 'wildcard' | 'host' | 'path' | 'tag' | 'digest';
  /** `host`, `host:port`, or `*.example.com[:port]`. */
  readonly host: string;
  readonly path: string | null;
  readonly tag: string | null;
  readonly digest: string | null;
}

/** Parses one scope; a text that is none gives the reason, the spelling to use where there is one, and where. Never throws. */
export function parseScope(text: string): Scope | Refusal {
  if (text.length === 0) return refuse('the scope is empty', 0);
  if (text.length > maxImageLength) return refuse(`${text.length} characters, at most ${maxImageLength}`, maxImageLength);
  if (isUsual(text)) return scopeAt(text, text.indexOf('/'));
  const scanned = scanScope(text);
  if (!isRefusal(scanned)) return scanned;
  const { reason, position } = explainText(text) ?? scanned;
  const suggestion = suggestScope(text);
  if (suggestion.length > maxQuotedLength || isRefusal(scanScope(suggestion))) return refuse(reason, position);
  return refuse(`${reason}; write ${suggestion}`, position);
}

/** The key that a scope has in the policy's Map: `host/path@digest`, `host/path:tag`, `host/path`, `host` or `*.rest-of-host`. */
export function scopeKey(scope: Scope): string {
  return scope.text;
}

/**
 * Part of the grammar, in which nearly all scopes are written: labels and components of letters and digits with single
 * separators. A regular expression is native code at its second use, the scanner only after thousands of characters: in a
 * cold start it costs three times as much.
 */
const usual = /^(?:[a-z\d]+(?:-[a-z\d]+)*\.)+[a-z]+(?:\/[a-z\d]+(?:[._/-][a-z\d]+)*)?$/;

function isUsual(text: string): boolean {
  return text.length <= Math.min(maxHostLength, maxRepositoryLength) && usual.test(text) && !text.startsWith('index.docker.io');
}

function scopeAt(text: string, slash: number): Scope {
  if (slash < 0) return { text, kind: 'host', host: text, path: null, tag: null, digest: null };
  return { text, kind: 'path', host: text.slice(0, slash), path: text.slice(slash + 1), tag: null, digest: null };
}

function scanScope(text: string): Scope | Refusal {
  if (text.includes('*')) return scanWildcard(text);
  const slash = text.indexOf('/');
  const hostEnd = slash < 0 ? text.length : slash;
  const refusal = checkScopeHost(text, hostEnd);
  if (refusal !== null) return refusal;
  if (slash < 0) return { text, kind: 'host', host: text, path: null, tag: null, digest: null };
  return scanScopePath(text, text.slice(0, slash), slash + 1);
}

function checkScopeHost(text: string, end: number): Refusal | null {
  const digest = end === text.length ? text.indexOf('@') : -1;
  if (digest >= 0) return refuse('a digest needs a path before it', digest);
  if (end === 0) return refuse('it begins with "/"', 0);
  if (!isHostComponent(text, end)) return refuse(`${quote(text.slice(0, end))} is no host, and a scope begins with one`, 0);
  const refusal = checkHost(text, 0, end);
  if (refusal === null) return end === 15 && text.startsWith('index.docker.io') ? refuse('index.docker.io is docker.io', 0) : null;
  const isTag = end === text.length && /^[^:[]*:[^:]*[^:\d][^:]*$/.test(text) && refusal.position > text.indexOf(':');
  return isTag ? refuse(`${refusal.reason}: a tag needs a path before it`, refusal.position) : refusal;
}

function scanScopePath(text: string, host: string, start: number): Scope | Refusal {
  if (text.endsWith('/')) return refuse('trailing "/"', text.length - 1);
  const end = scanPath(text, start);
  if (end < 0) return explainPath(text, start, ~end);
  const path = text.slice(start, end);
  if (path.length > maxRepositoryLength)
    return refuse(`repository name of ${path.length} characters, at most ${maxRepositoryLength}`, start);
  if (end === text.length) return { text, kind: 'path', host, path, tag: null, digest: null };
  if (text.charCodeAt(end) === colon) return scanScopeTag(text, host, path, end + 1);
  return checkDigest(text, end + 1) ?? { text, kind: 'digest', host, path, tag: null, digest: text.slice(end + 1) };
}

function scanScopeTag(text: string, host: string, path: string, start: number): Scope | Refusal {
  const end = scanTag(text, start);
  if (typeof end !== 'number') return end;
  if (end < text.length) return refuse('a tag or a digest, not both', end);
  return { text, kind: 'tag', host, path, tag: text.slice(start), digest: null };
}

function scanWildcard(text: string): Scope | Refusal {
  const slash = text.indexOf('/');
  const star = text.indexOf('*', text.startsWith('*.') ? 2 : 0);
  if (text === '*') return refuse('"*" would be every registry: name each host', 0);
  if (star >= 0) return refuseStar(text, star, slash);
  if (slash >= 0) return refuse('a wildcard stands alone, without a path', slash);
  const port = text.indexOf(':');
  const name = text.slice(2, port < 0 ? text.length : port);
  if (name.startsWith('[') || /^\d+(?:\.\d+)+$/.test(name)) return refuse('a wildcard does not go with an address', 2);
  if (!name.includes('.')) return refuse(`${quote(text)} is too wide: two labels must follow the star, as in *.example.com`, 0);
  return checkHost(text, 2, text.length) ?? { text, kind: 'wildcard', host: text, path: null, tag: null, digest: null };
}

function refuseStar(text: string, star: number, slash: number): Refusal {
  if (slash < 0 || star < slash) return refuse('"*" stands for exactly the first label of a host, as in *.example.com', star);
  const tag = text.indexOf(':', slash);
  if (tag >= 0 && tag < star) return refuse('there is no wildcard in a tag: name one tag, or the repository', star);
  if (/^[*/]+$/.test(text.slice(star - 1))) return refuse('there is no wildcard in a path: a scope covers all below it', star);
  return refuse('there is no wildcard in a path: name each repository, or the path above, which covers all below it', star);
}
