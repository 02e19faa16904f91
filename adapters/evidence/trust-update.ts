/**
 * Sigstore's trust root by The Update Framework (TUF), with the library of the sigstore project. Loaded by `trust update` and a scheduled
 * job alone: a request never fetches trust. Source: theupdateframework.github.io/specification, section 5.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { types } from 'node:util';
import { DEFAULT_MIRROR_URL, initTUF } from '@sigstore/tuf';
import seeds from '@sigstore/tuf/seeds.json' with { type: 'json' };
import { parseJsonBytes } from '../../core/signature/bytes.ts';
import { type Outcome, ok, wrong } from '../../core/signature/outcome.ts';
import { parseTrustRoot } from '../../core/signature/trust-root.ts';
import { escapeText } from '../../core/text.ts';

export const publicMirror = DEFAULT_MIRROR_URL;
const target = 'trusted_root.json';
/** Milliseconds for one file (the largest has 10 KB), and for all: seven files, and a root for each year since the pinned one. */
const fileMs = 5000;
const allMs = 30_000;
/** Tries after the first: a network that is down is told soon. */
const retry = { retries: 1, minTimeout: 300, maxTimeout: 300 };

export interface RefreshOptions {
  /** URL of the repository; sigstore's own by default. */
  readonly mirror?: string;
  /** A folder that is kept between two refreshes, so that an older repository than the one seen last is refused; `/tmp` in a function. */
  readonly cacheDir: string;
  /** A file with the root of a repository of one's own; sigstore's by default. */
  readonly rootFile?: string;
  /** Milliseconds for all of it. */
  readonly timeoutMs?: number;
}

/** The newest trusted root, JSON as the policy's `trustRoot` takes it. `unknown`: not to be had; `wrong`: what came does not hold. Never rejects. */
export async function refreshTrustRoot({
  mirror = publicMirror,
  cacheDir,
  rootFile,
  timeoutMs = allMs,
}: RefreshOptions): Promise<Outcome<string>> {
  const { promise: late, resolve } = Promise.withResolvers<Outcome<string>>();
  const timer = setTimeout(() => resolve({ unknown: `${hostOf(mirror)} did not answer within ${timeoutMs} ms` }), timeoutMs);
  try {
    return await Promise.race([late, fetchRoot(mirror, cacheDir, rootFile, Math.min(fileMs, timeoutMs))]);
  } catch (error) {
    return describeFailure(error, hostOf(mirror));
  } finally {
    clearTimeout(timer);
  }
}

async function fetchRoot(mirror: string, cacheDir: string, rootFile: string | undefined, timeout: number): Promise<Outcome<string>> {
  const anchor = rootFile === undefined ? Buffer.from(seeds[publicMirror]['root.json'], 'base64') : await readFile(rootFile);
  // What one root vouched for says nothing about what another one does: each has a cache of its own.
  const cachePath = join(cacheDir, createHash('sha256').update(anchor).digest('hex').slice(0, 16));
  const rootPath = join(cachePath, 'anchor.json');
  await mkdir(cachePath, { recursive: true });
  await writeFile(rootPath, anchor);
  const client = await initTUF({ mirrorURL: mirror.replace(/\/+$/, ''), cachePath, rootPath, timeout, retry });
  const text = await client.getTarget(target);
  const checked = parseTrustRoot(parseJsonBytes(Buffer.from(text)));
  return 'ok' in checked ? ok(text) : checked;
}

/** The library's errors have no codes, and some wrap others into their text: the words decide, and only on words. */
function describeFailure(error: unknown, host: string): Outcome<never> {
  const causes: string[] = [];
  for (let one = error, depth = 0; types.isNativeError(one) && depth < 8; one = one.cause, depth++) {
    if ('syscall' in one && 'path' in one) return { unknown: `a file cannot be used: ${escapeText(one.message, 200)}` };
    causes.push(`${one.name}: ${one.message}`);
  }
  const said = causes.join('; ');
  const detail = escapeText(causes.at(-1) ?? String(error), 200);
  if (/fetch failed|Failed to download|aborted|terminated|other side closed/.test(said))
    return { unknown: `${host} did not answer: ${detail}` };
  if (said.includes('expired')) return wrong('expired', `the repository at ${host} has expired: ${detail}`);
  return wrong('untrusted', `the repository at ${host} does not hold: ${detail}`);
}

function hostOf(mirror: string): string {
  return escapeText(URL.parse(mirror)?.host ?? mirror, 253);
}
