import { escapeText } from '../../text.ts';
import { type Check, reconnect } from '../check.ts';

const awsHost = /^https:\/\/[^/]+\.amazonaws\.com(\.cn)?(\/|$)/;

/** API Gateway's certificates change their authority without notice: the day it happens nothing starts any more. */
export const pinnedCa: Check = {
  id: 'pinned-ca',
  summary: 'caBundle pins the authority of a certificate that AWS renews.',
  reference: 'https://docs.aws.amazon.com/acm/latest/userguide/acm-bestpractices.html#best-practices-pinning',
  check: ({ webhooks }) =>
    webhooks
      .filter(({ url, hasCaBundle }) => hasCaBundle && url !== null && awsHost.test(url))
      .map(({ name }) => ({
        severity: 'warn',
        webhook: escapeText(name),
        detail: 'caBundle pins the certificate authority of API Gateway: a change there stops the cluster',
        fix: `leave caBundle out, its certificates chain to public roots: ${reconnect}`,
      })),
};
