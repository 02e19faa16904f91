import { escapeText } from '../../text.ts';
import { type Check, reconnect, webhookReference } from '../check.ts';

/** With Exact, the same object sent as another version of its API is not asked about. */
export const matchPolicy: Check = {
  id: 'match-policy',
  summary: 'matchPolicy is Exact, and not every version of the API is listed.',
  reference: `${webhookReference}#matching-requests-matchpolicy`,
  check: ({ webhooks }) =>
    webhooks
      .filter(({ matchPolicy: policy, rules }) => policy === 'Exact' && rules.some(({ apiVersions }) => !apiVersions.includes('*')))
      .map(({ name }) => ({
        severity: 'deny',
        webhook: escapeText(name),
        detail: 'matchPolicy is Exact: another version of the same API is not asked about',
        fix: reconnect,
      })),
};
