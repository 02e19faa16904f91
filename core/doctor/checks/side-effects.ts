import { escapeText } from '../../text.ts';
import { type Check, reconnect, webhookReference } from '../check.ts';

/** A dry run is refused altogether when a webhook may have side effects: `kubectl diff` and the canary stop working. */
export const sideEffects: Check = {
  id: 'side-effects',
  summary: 'sideEffects is not None: dry runs are refused.',
  reference: `${webhookReference}#side-effects`,
  check: ({ webhooks }) =>
    webhooks
      .filter((webhook) => webhook.sideEffects !== 'None' && webhook.sideEffects !== 'NoneOnDryRun')
      .map((webhook) => ({
        severity: 'warn',
        webhook: escapeText(webhook.name),
        detail: `sideEffects is ${escapeText(webhook.sideEffects, 40)}: every dry run is refused`,
        fix: reconnect,
      })),
};
