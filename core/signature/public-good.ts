/** The trust root of sigstore's public instance, pinned. `image-warden trust update` refreshes it; a request never does. */
import json from './public-good.json' with { type: 'json' };
import { parseTrustRoot, type TrustRoot } from './trust-root.ts';

/** Milliseconds since the epoch at which it was the newest; only what was fetched later is newer. */
export const publicGoodPinnedMs = Date.UTC(2026, 10, 5);

let parsed: TrustRoot | null = null;

export function publicGood(): TrustRoot {
  if (parsed === null) {
    const checked = parseTrustRoot(json);
    if ('wrong' in checked) throw new Error(checked.wrong.detail);
    parsed = checked.ok;
  }
  return parsed;
}
