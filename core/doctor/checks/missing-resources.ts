import { controllers } from '../../connect/webhook.ts';
import { type BlindSpot, type Check, reconnect, webhookReference } from '../check.ts';
import { covers, validating } from '../coverage.ts';

/** Pods are the lock; their controllers are where a person reads the denial, instead of in an event nobody looks at. */
export const missingResources: Check = {
  id: 'missing-resources',
  summary: 'Pods, their ephemeral containers, or kinds that make Pods are not asked about.',
  reference: webhookReference,
  check: ({ webhooks }) => {
    const ours = validating(webhooks);
    if (ours.length === 0) return [];
    const spots: BlindSpot[] = [];
    if (!covers(ours, '', 'pods', 'CREATE') && !covers(ours, '', 'pods', 'UPDATE'))
      spots.push({ severity: 'deny', webhook: null, detail: 'pods are not asked about: every image runs unjudged', fix: reconnect });
    if (!covers(ours, '', 'pods/ephemeralcontainers', 'UPDATE'))
      spots.push({
        severity: 'deny',
        webhook: null,
        detail: 'pods/ephemeralcontainers is not asked about on UPDATE: `kubectl debug --image` runs any image in a running Pod',
        fix: reconnect,
      });
    const missing = Object.entries(controllers).flatMap(([group, kinds]) => kinds.filter((kind) => !covers(ours, group, kind, 'CREATE')));
    if (missing.length > 0)
      spots.push({
        severity: 'warn',
        webhook: null,
        detail: `${missing.join(', ')}: not asked about, so that a denial shows up as a Pod that never comes`,
        fix: reconnect,
      });
    return spots;
  },
};
