import { describe, expect, it } from '@jest/globals';
import { canaryPod, judgeCanary } from '../../../core/doctor/canary.ts';

const why = 'canary.image-warden.invalid/forbidden:latest is denied by registry-allowlist: no entry';
const letIn =
  'look at the findings above, at `mode` and `exemptNamespaces` of the policy, and whether the webhook was applied within the last seconds';
const notJudged = 'mend what kubectl says: a webhook that fails, or rights that are missing (create pods in that namespace)';
const spot = (detail: string, fix: string) => ({ severity: 'deny', webhook: null, detail, fix });

describe('judgeCanary', () => {
  it.each([
    [
      'a denial',
      1,
      '',
      `Error from server: admission webhook "admission.image-warden.dev" denied the request: Pod default/x: ${why}`,
      null,
    ],
    [
      'ImagePolicyWebhook',
      1,
      '',
      `pods "x" is forbidden: image policy webhook backend denied one or more images: ImageReview default: ${why}`,
      null,
    ],
    [
      'let in',
      0,
      'pod/image-warden-canary-x created (server dry run)\n',
      '',
      spot('a Pod with canary.image-warden.invalid/forbidden:latest was let in: pod/image-warden-canary-x created (server dry run)', letIn),
    ],
    [
      'a warning alone',
      0,
      'pod/x created (server dry run)',
      `Warning: ${why.replace('is denied', 'would be denied')}`,
      spot('a Pod with canary.image-warden.invalid/forbidden:latest was let in: the policy only warns here', letIn),
    ],
    [
      'a call that fails, without the token',
      1,
      '',
      `Error from server (InternalError): failed calling webhook "a": Post "https://a/v1/clusters/dev/${'t'.repeat(43)}/admission?timeout=10s": EOF`,
      spot(
        'the canary was not judged: Error from server (InternalError): failed calling webhook "a": Post "https://a/v1/clusters/dev/.../admission?timeout=10s": EOF',
        notJudged,
      ),
    ],
    [
      'another webhook denies',
      1,
      '',
      'admission webhook "other" denied the request: no label',
      spot('the canary was not judged: admission webhook "other" denied the request: no label', notJudged),
    ],
  ])('%s', (_, code, out, err, expected) => {
    expect(judgeCanary(code, out, err)).toEqual(expected);
  });

  it('is a Pod of a registry that cannot be', () => {
    expect(canaryPod.spec.containers[0].image).toMatch(/\.invalid\//);
  });
});
