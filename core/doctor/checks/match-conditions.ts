import { matchConditions as printed } from '../../connect/match-conditions.ts';
import { escapeText } from '../../text.ts';
import { own } from '../../workload/json.ts';
import { type Check, reconnect, webhookReference } from '../check.ts';

const known = new Set(printed.map((condition) => own(condition, 'expression')));

/** A condition that is false is an allow. We do not read CEL: what `connect` did not print is shown to a person. */
export const matchConditions: Check = {
  id: 'match-conditions',
  summary: 'A match condition that `connect` does not print leaves requests out.',
  reference: `${webhookReference}#matching-requests-matchconditions`,
  check: ({ webhooks }) =>
    webhooks.flatMap(({ name, conditions }) =>
      conditions
        .filter((expression) => !known.has(expression))
        .map((expression) => ({
          severity: 'warn' as const,
          webhook: escapeText(name),
          detail: `a condition of somebody's own decides what is judged: ${escapeText(expression, 200)}`,
          fix: `make sure that no tenant can meet it, or ${reconnect}`,
        })),
    ),
};
