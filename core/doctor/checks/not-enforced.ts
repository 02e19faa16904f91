import { escapeText } from '../../text.ts';
import { type Check, webhookReference } from '../check.ts';

/** Under Ignore a timeout, a throttle, an event over 6 MB or a wrong token is an allow, and whoever can cause one can run any image. */
export const notEnforced: Check = {
  id: 'not-enforced',
  summary: 'failurePolicy is Ignore: what is not answered is let in.',
  reference: webhookReference,
  check: ({ webhooks }) =>
    webhooks
      .filter(({ kind, failurePolicy }) => kind === 'ValidatingWebhookConfiguration' && failurePolicy !== 'Fail')
      .map(({ name, failurePolicy }) => ({
        severity: 'deny',
        webhook: escapeText(name),
        detail: `failurePolicy is ${escapeText(failurePolicy, 40)}: not enforced, what the service does not answer is let in`,
        fix: 'once the log is quiet, apply what `image-warden connect CLUSTER --profile enforce --token-file FILE` prints',
      })),
};
