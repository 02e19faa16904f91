import { type Check, reconnect, webhookReference } from '../check.ts';
import { covers, validating } from '../coverage.ts';

/** The image of a running Pod can be changed: what was allowed at CREATE is another image after an UPDATE. */
export const missingOperations: Check = {
  id: 'missing-operations',
  summary: 'Pods are asked about at CREATE or at UPDATE alone.',
  reference: webhookReference,
  check: ({ webhooks }) => {
    const ours = validating(webhooks);
    const seen = ['CREATE', 'UPDATE'].filter((operation) => covers(ours, '', 'pods', operation));
    if (seen.length !== 1) return [];
    const [missing, effect] =
      seen[0] === 'CREATE' ? ['UPDATE', 'an allowed Pod can be given any image afterwards'] : ['CREATE', 'new Pods run any image'];
    return [{ severity: 'deny', webhook: null, detail: `pods are not asked about on ${missing}: ${effect}`, fix: reconnect }];
  },
};
