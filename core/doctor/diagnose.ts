/** Every check over the live webhooks that are ours. One check, one file. */
import type { BlindSpot, Check, Live } from './check.ts';
import { aksEnforcer } from './checks/aks-enforcer.ts';
import { editableSelector } from './checks/editable-selector.ts';
import { eksEgress } from './checks/eks-egress.ts';
import { gkeEgress } from './checks/gke-egress.ts';
import { matchConditions } from './checks/match-conditions.ts';
import { matchPolicy } from './checks/match-policy.ts';
import { missingOperations } from './checks/missing-operations.ts';
import { missingResources } from './checks/missing-resources.ts';
import { missingWebhook } from './checks/missing-webhook.ts';
import { notEnforced } from './checks/not-enforced.ts';
import { pinnedCa } from './checks/pinned-ca.ts';
import { sideEffects } from './checks/side-effects.ts';
import { timeout } from './checks/timeout.ts';
import { url } from './checks/url.ts';
import type { Webhook } from './webhook.ts';

/** The worst first. */
export const checks: readonly Check[] = [
  missingWebhook,
  missingResources,
  missingOperations,
  notEnforced,
  editableSelector,
  matchPolicy,
  url,
  matchConditions,
  timeout,
  pinnedCa,
  sideEffects,
  aksEnforcer,
  gkeEgress,
  eksEgress,
];

export interface Diagnosis extends BlindSpot {
  readonly check: string;
}

export function diagnose(live: Live): Diagnosis[] {
  return checks.flatMap(({ id, check }) => check(live).map((spot) => ({ check: id, ...spot })));
}

const ourPath = /\/v1\/clusters\/[^/]+\/[^/]*|image[-_]?warden/;

/** Ours by what they call, or by the name that somebody gave them. */
export function ourWebhooks(webhooks: readonly Webhook[], configuration: string | null): Webhook[] {
  if (configuration !== null) return webhooks.filter((webhook) => webhook.configuration === configuration);
  return webhooks.filter((webhook) =>
    [webhook.url ?? '', webhook.service, webhook.name, webhook.configuration].some((text) => ourPath.test(text)),
  );
}
