/** What a policy asks an image to prove: the document's `verifiers` and the evidence keys of `require`, merged. */
import { canonicalJson } from '../policy/canonical.ts';
import type { VulnerabilitySeverity } from './scan.ts';

/** One value of the document's `verifiers`. */
export type VerifierDocument =
  | { readonly cosign: CosignKeysDocument | CosignKeylessDocument }
  | { readonly notation: NotationDocument }
  | { readonly awsSigner: AwsSignerDocument };

interface CosignKeysDocument {
  /** PEM, or `awskms:///...`. */
  readonly keys: readonly string[];
  /** True: the signature must be in a transparency log of the trust root. */
  readonly rekor?: boolean;
  readonly trustRoot?: unknown;
}

interface CosignKeylessDocument {
  readonly keyless: {
    readonly issuer: string;
    /** Exact, or with one trailing `*`. */
    readonly subject: string;
    /** `public-good`, or the JSON of a trusted root. */
    readonly trustRoot?: unknown;
  };
}

/** Certificates in PEM, one or more in a text. */
export interface NotationDocument {
  readonly ca?: readonly string[];
  readonly signingAuthority?: readonly string[];
  readonly tsa?: readonly string[];
  /** `C=US, ST=WA, O=Acme` */
  readonly identities: readonly string[];
  /** SHA-256 of certificates that vouch for nothing any more, whenever they signed: 64 hex digits, or as openssl prints them. */
  readonly revoked?: readonly string[];
}

export interface AwsSignerDocument {
  /** ARNs of signing profiles; one without a version means every version. */
  readonly profiles: readonly string[];
  /** AWS Signer's root certificates in PEM, instead of the pinned ones. */
  readonly ca?: readonly string[];
}

/** So many of these verifiers, each by a signer of its own. `signedBy: [a, b]` is one such item for each name. */
export interface SignedBy {
  readonly anyOf: readonly string[];
  readonly count: number;
}

export interface AttestationRequirement {
  /** `slsa-provenance`, `spdx`, `cyclonedx`, `vuln`, or a predicate type's URI. */
  readonly type: string;
  /** Verifiers, any of which may have signed it. */
  readonly from: readonly string[];
  /** Of SLSA provenance. Each exact, or with one trailing `*`. */
  readonly builder?: string;
  readonly source?: string;
  readonly ref?: string;
  readonly workflow?: string;
  /** Path into the predicate -> value, exact or with one trailing `*`. */
  readonly fields?: Readonly<Record<string, string>>;
}

export interface VulnerabilityRequirement {
  /** The highest severity that is still allowed. */
  readonly max: VulnerabilitySeverity;
  /** Only what a new version fixes counts. */
  readonly fixableOnly: boolean;
  /** Days since a finding was published in which it does not count yet. */
  readonly graceDays: number;
  /** Days after which a scan counts as missing; null: never. */
  readonly maxAgeDays: number | null;
  readonly missing: 'deny' | 'warn' | 'allow';
  readonly allow: readonly { readonly id: string /** Milliseconds since the epoch; null: for ever. */; readonly untilMs: number | null }[];
}

export interface EvidenceRequirements {
  /** All of them. */
  readonly signedBy: readonly SignedBy[];
  /** All of them. */
  readonly attestations: readonly AttestationRequirement[];
  readonly vulnerabilities: VulnerabilityRequirement | null;
}

/** Names of the verifiers whose word counts for an image with these requirements. */
export function verifiersNeeded({ signedBy, attestations }: EvidenceRequirements): ReadonlySet<string> {
  return new Set([...signedBy.flatMap(({ anyOf }) => anyOf), ...attestations.flatMap(({ from }) => from)]);
}

const texts = new WeakMap<EvidenceRequirements, string>();

/** The same for requirements that say the same; made once for each object, because a policy's are asked for with every image. */
export function textOf(requirements: EvidenceRequirements): string {
  const known = texts.get(requirements);
  if (known !== undefined) return known;
  const text = canonicalJson(requirements);
  texts.set(requirements, text);
  return text;
}

/** What no requirement of them asks; then nothing is fetched. */
export function asksNothing({ signedBy, attestations, vulnerabilities }: EvidenceRequirements): boolean {
  return signedBy.length === 0 && attestations.length === 0 && vulnerabilities === null;
}
