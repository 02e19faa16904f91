import { escapeText } from '../../text.ts';
import type { Check } from '../check.ts';

/** `https://{api}-{vpce}.execute-api...`: an endpoint of one's own network. */
const privateApi = /^https:\/\/[a-z0-9]+-vpce-[a-z0-9]+\.execute-api\./;

/** A private API can be reached through the customer's VPC alone, and that is where only CUSTOMER_ROUTED control planes call from. */
export const eksEgress: Check = {
  id: 'eks-egress',
  summary: "An EKS cluster's control plane may not reach a private API.",
  reference: 'https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html',
  check: ({ webhooks }) =>
    webhooks
      .filter(({ url }) => url !== null && privateApi.test(url))
      .map(({ name }) => ({
        severity: 'info',
        webhook: escapeText(name),
        detail: 'the URL is a private API: an EKS control plane reaches it only with controlPlaneEgressMode CUSTOMER_ROUTED',
        fix: 'look with aws eks describe-cluster --name NAME; where it is not, deploy with endpoint regional and allowedCidrs',
      })),
};
