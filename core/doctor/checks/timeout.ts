import { timeoutSeconds } from '../../connect/webhook.ts';
import { escapeText } from '../../text.ts';
import { type Check, reconnect, webhookReference } from '../check.ts';

/** Function 8 s < integration 9 s < webhook 10 s: the service's own answer must come first. More makes every client wait. */
export const timeout: Check = {
  id: 'timeout',
  summary: 'timeoutSeconds is not the 10 s that the service is built for.',
  reference: webhookReference,
  check: ({ webhooks }) =>
    webhooks
      .filter((webhook) => webhook.timeoutSeconds !== timeoutSeconds)
      .map((webhook) => ({
        severity: webhook.timeoutSeconds < timeoutSeconds ? 'warn' : 'info',
        webhook: escapeText(webhook.name),
        detail:
          webhook.timeoutSeconds < timeoutSeconds
            ? `timeoutSeconds is ${webhook.timeoutSeconds}: the API server gives up before a slow answer, and failurePolicy decides`
            : `timeoutSeconds is ${webhook.timeoutSeconds}: while the service is down every client waits that long`,
        fix: reconnect,
      })),
};
