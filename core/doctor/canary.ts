/** A Pod that no policy can mean to allow, sent as a server-side dry run: only a denial shows that the lock holds. */
import { escapeText } from '../text.ts';
import type { BlindSpot } from './check.ts';

/** The top-level domain `invalid` has no host in it, ever (RFC 2606). */
const image = 'canary.image-warden.invalid/forbidden:latest';

export const canaryPod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { generateName: 'image-warden-canary-' },
  spec: { containers: [{ name: 'canary', image }], restartPolicy: 'Never' },
} as const;

const denied = /denied the request: .*is denied by [a-z-]+|image policy webhook backend denied one or more images: .*is denied by [a-z-]+/s;

/** What kubectl said of the Pod; null: it was denied by us. */
export function judgeCanary(code: number, out: string, err: string): BlindSpot | null {
  if (code !== 0 && denied.test(err)) return null;
  const spot = (detail: string, fix: string): BlindSpot => ({ severity: 'deny', webhook: null, detail, fix });
  if (code === 0)
    return spot(
      `a Pod with ${image} was let in${/\bwould be denied by\b/.test(err) ? ': the policy only warns here' : `: ${escapeText(out.trim(), 120)}`}`,
      'look at the findings above, at `mode` and `exemptNamespaces` of the policy, and whether the webhook was applied within the last seconds',
    );
  return spot(
    `the canary was not judged: ${withoutToken(escapeText(err.trim()))}`,
    'mend what kubectl says: a webhook that fails, or rights that are missing (create pods in that namespace)',
  );
}

/** An API server names the URL that it could not call. */
function withoutToken(text: string): string {
  return text.replace(/(\/v1\/clusters\/[^/]+\/)[\w-]+/g, '$1...');
}
