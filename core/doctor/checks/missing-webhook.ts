import { type Check, reconnect, webhookReference } from '../check.ts';
import { validating } from '../coverage.ts';

/** A mutating webhook alone is no lock: another one may change the image after it. */
export const missingWebhook: Check = {
  id: 'missing-webhook',
  summary: 'No ValidatingWebhookConfiguration asks Image Warden.',
  reference: webhookReference,
  check: ({ webhooks }) =>
    validating(webhooks).length > 0
      ? []
      : [{ severity: 'deny', webhook: null, detail: 'no ValidatingWebhookConfiguration asks Image Warden', fix: reconnect }],
};
