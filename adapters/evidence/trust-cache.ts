/** The trust root that `trust update` left for the command line: newer than the pinned one, or not used. */
import { open } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { TrustRootSource } from '../../core/evidence/ports.ts';
import { parseJsonBytes } from '../../core/signature/bytes.ts';

/** Bytes of a trust root; sigstore's has 7 KB. */
const maxRootBytes = 1024 * 1024;

/** `$XDG_CACHE_HOME/image-warden`, which must be absolute, else `~/.cache/image-warden` (XDG Base Directory Specification). */
export function cacheFolder(env: NodeJS.ProcessEnv): string {
  const named = env['XDG_CACHE_HOME'] ?? '';
  return join(isAbsolute(named) ? named : join(homedir(), '.cache'), 'image-warden');
}

export function trustRootFile(env: NodeJS.ProcessEnv): string {
  return join(cacheFolder(env), 'trusted_root.json');
}

/** The parsed JSON of a file that was written after `sinceMs`; null: there is none, or it is no trust root. */
export async function readTrustRoot(file: string, sinceMs: number): Promise<unknown> {
  const handle = await open(file).catch(() => null);
  if (handle === null) return null;
  try {
    const { size, mtimeMs } = await handle.stat();
    if (size > maxRootBytes || mtimeMs <= sinceMs) return null;
    const value = parseJsonBytes(await handle.readFile());
    const { parseTrustRoot } = await import('../../core/signature/trust-root.ts');
    return 'ok' in parseTrustRoot(value) ? value : null;
  } catch {
    return null;
  } finally {
    await handle.close();
  }
}

/** Read once, when a verifier asks for sigstore's public instance. */
export function cachedTrustRoots(file: string): TrustRootSource {
  let read: ReturnType<TrustRootSource['publicGood']> | null = null;
  return {
    publicGood() {
      read ??= readPublicGood(file);
      return read;
    },
  };
}

async function readPublicGood(file: string): ReturnType<TrustRootSource['publicGood']> {
  const [{ publicGoodPinnedMs }, { parseTrustRoot }] = await Promise.all([
    import('../../core/signature/public-good.ts'),
    import('../../core/signature/trust-root.ts'),
  ]);
  const value = await readTrustRoot(file, publicGoodPinnedMs);
  const parsed = value === null ? null : parseTrustRoot(value);
  return parsed !== null && 'ok' in parsed ? parsed.ok : null;
}
