import { escapeText } from '../../text.ts';
import type { Check } from '../check.ts';

/** With control plane egress NONE, GKE refuses to create or update a webhook with a URL, and calls of old ones go nowhere. */
export const gkeEgress: Check = {
  id: 'gke-egress',
  summary: "A GKE cluster's control plane may not be allowed to call a URL.",
  reference: 'https://docs.cloud.google.com/kubernetes-engine/networking/docs/restrict-egress-control-plane',
  check: ({ webhooks, provider }) =>
    webhooks
      .filter(({ url }) => provider === 'gke' && url !== null)
      .map(({ name }) => ({
        severity: 'info',
        webhook: escapeText(name),
        detail: 'with control-plane-egress=NONE a GKE control plane reaches no URL',
        fix: 'gcloud container clusters update NAME --control-plane-egress=VIA_CONTROL_PLANE, or run the service in the cluster (examples/in-cluster)',
      })),
};
