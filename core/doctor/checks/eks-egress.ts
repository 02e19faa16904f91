import { escapeText } from '../../text.ts';
import type { Check } from '../check.ts';

/** `https://{api}-{vpce}.execute-api...`: an endpoint of one's own network. */
const privateApi = /^https:\/\/[a-z0-9]+-vpce-[a-z0-9]+\.execute-api\./;
const look = 'look with aws eks describe-cluster --name NAME --query cluster.resourcesVpcConfig.controlPlaneEgressMode';

/** A private API is reached through the customer's VPC alone, a public one not without a way out of it: the mode must fit. */
export const eksEgress: Check = {
  id: 'eks-egress',
  summary: "An EKS cluster's control plane may not reach the URL.",
  reference: 'https://docs.aws.amazon.com/eks/latest/userguide/control-plane-egress.html',
  check: ({ webhooks, provider }) =>
    webhooks
      .filter(({ url }) => url !== null && (provider === 'eks' || privateApi.test(url)))
      .map(({ name, url }) => ({
        severity: 'info',
        webhook: escapeText(name),
        ...(privateApi.test(url ?? '')
          ? {
              detail: 'the URL is a private API: an EKS control plane reaches it only with controlPlaneEgressMode CUSTOMER_ROUTED',
              fix: `${look}; where it is AWS_MANAGED, deploy with endpoint regional and allowedCidrs`,
            }
          : {
              detail: 'unless controlPlaneEgressMode is AWS_MANAGED, an EKS control plane reaches a public URL only through your own NAT',
              fix: `${look}; where it is CUSTOMER_ROUTED, route it out, or deploy with endpoint private`,
            }),
      })),
};
