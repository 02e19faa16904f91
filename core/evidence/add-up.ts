/** From the document's evidence keys to requirements, and how the policy's and an entry's add up: never to less than either. */
import { instantOf } from '../policy/dates.ts';
import type { AttestationRequirement, EvidenceRequirements, SignedBy, VulnerabilityRequirement } from './requirement.ts';
import { isWorse, type VulnerabilitySeverity } from './scan.ts';

export interface EvidenceDocument {
  readonly signedBy?: readonly string[] | { readonly anyOf: readonly string[]; readonly count?: number };
  readonly attestations?: readonly AttestationRequirement[];
  readonly vulnerabilities?: {
    readonly max: VulnerabilitySeverity;
    readonly fixableOnly?: boolean;
    readonly graceDays?: number;
    readonly maxAgeDays?: number;
    readonly missing?: VulnerabilityRequirement['missing'];
    readonly allow?: readonly { readonly id: string; readonly until: string }[];
  };
}

export const noEvidence: EvidenceRequirements = { signedBy: [], attestations: [], vulnerabilities: null };

/** Of a document that has been read by its shape. */
export function compileEvidence({ signedBy = [], attestations = [], vulnerabilities }: EvidenceDocument): EvidenceRequirements {
  return {
    signedBy:
      'anyOf' in signedBy
        ? [{ anyOf: signedBy.anyOf, count: signedBy.count ?? 1 }]
        : signedBy.map((name): SignedBy => ({ anyOf: [name], count: 1 })),
    attestations,
    vulnerabilities:
      vulnerabilities === undefined
        ? null
        : {
            max: vulnerabilities.max,
            fixableOnly: vulnerabilities.fixableOnly ?? false,
            graceDays: vulnerabilities.graceDays ?? 0,
            maxAgeDays: vulnerabilities.maxAgeDays ?? null,
            missing: vulnerabilities.missing ?? 'deny',
            allow: (vulnerabilities.allow ?? []).map(({ id, until }) => ({ id, untilMs: instantOf(until, 'until') })),
          },
  };
}

/** Lists are united (what is forgiven too: each has an end and a reason of its own), of all else the stricter wins. */
export function addUpEvidence(a: EvidenceRequirements, b: EvidenceRequirements): EvidenceRequirements {
  return {
    signedBy: [...a.signedBy, ...b.signedBy],
    attestations: [...a.attestations, ...b.attestations],
    vulnerabilities:
      a.vulnerabilities === null || b.vulnerabilities === null
        ? (a.vulnerabilities ?? b.vulnerabilities)
        : addUpVulnerabilities(a.vulnerabilities, b.vulnerabilities),
  };
}

/** Of what holds without a scan, the mildest first. */
export const strictness = ['allow', 'warn', 'deny'] as const;

function addUpVulnerabilities(a: VulnerabilityRequirement, b: VulnerabilityRequirement): VulnerabilityRequirement {
  const ages = [a.maxAgeDays, b.maxAgeDays].filter((age) => age !== null);
  return {
    max: isWorse(a.max, b.max) ? b.max : a.max,
    fixableOnly: a.fixableOnly && b.fixableOnly,
    graceDays: Math.min(a.graceDays, b.graceDays),
    maxAgeDays: ages.length === 0 ? null : Math.min(...ages),
    missing: strictness[Math.max(strictness.indexOf(a.missing), strictness.indexOf(b.missing))] ?? 'deny',
    allow: [...a.allow, ...b.allow],
  };
}
