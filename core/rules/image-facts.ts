/** What there is to tell about each rule about images; those that are one check have their summary beside it. */
import type { imageExamples } from './examples/image.ts';
import { deniedImage } from './image/denied-image.ts';
import { deniedTag } from './image/denied-tag.ts';
import { digestRequired } from './image/digest-required.ts';
import { registryAllowlist } from './image/registry-allowlist.ts';
import type { ImageRule } from './image-rule.ts';

export interface ImageRuleFacts {
  readonly id: keyof typeof imageExamples;
  readonly summary: string;
  readonly fix: string;
  readonly reference: string;
}

const images = 'https://kubernetes.io/docs/concepts/containers/images/';

function tell({ summary, reference }: ImageRule, id: ImageRuleFacts['id'], fix: string): ImageRuleFacts {
  return { id, summary, fix, reference };
}

export const imageRuleFacts: readonly ImageRuleFacts[] = [
  {
    id: 'malformed-image',
    summary: 'The image is no reference that a container runtime would read, or stands where the API defines something else.',
    fix: 'write the image as host/path:tag or host/path@sha256:...',
    reference: `${images}#image-names`,
  },
  {
    id: 'missing-image',
    summary: 'A container, an image volume or a Pod spec names no image.',
    fix: 'name the image to run',
    reference: images,
  },
  tell(registryAllowlist, 'registry-allowlist', 'use an image from a registry that is allowed, or have an entry added that covers it'),
  tell(deniedImage, 'denied-image', 'use another image: the entry says why this one is denied'),
  tell(deniedTag, 'denied-tag', 'name a version that does not move, or a digest'),
  tell(digestRequired, 'digest-required', 'write host/path@sha256:... instead of the tag'),
  {
    id: 'signature-required',
    summary: 'The image has no signature of a verifier that the policy names.',
    fix: 'sign the image, or use one that is signed',
    reference: 'https://docs.sigstore.dev/cosign/verifying/verify/',
  },
  {
    id: 'attestation-required',
    summary: 'The image has no attestation of the kind and origin that the policy asks for.',
    fix: 'have the build attest the image, or use one that is attested',
    reference: 'https://slsa.dev/spec/v1.0/provenance',
  },
  {
    id: 'vulnerabilities',
    summary: 'The image has vulnerabilities more severe than the policy allows, or no scan that tells.',
    fix: 'build the image anew with the fixed packages, or have the finding allowed until a date',
    reference: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html',
  },
  {
    id: 'unverifiable',
    summary: 'The evidence that the policy asks for could not be checked.',
    fix: 'try again; if it stays, look at how the registry and the keys are reached',
    reference: 'https://docs.sigstore.dev/cosign/verifying/verify/',
  },
  {
    id: 'policy-unavailable',
    summary: 'No usable policy could be read, so nobody could judge.',
    fix: 'mend the policy: its problems are named with line and column',
    reference: images,
  },
];
