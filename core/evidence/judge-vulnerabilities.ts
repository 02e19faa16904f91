/** `vulnerabilities`: the newest scan, of a scanner or of a signed report, may find nothing worse than the policy allows. */
import { escapeText } from '../text.ts';
import type { EvidenceFacts } from './facts.ts';
import { maxScanFindings } from './limits.ts';
import { isOfType } from './predicate.ts';
import { readVulnerabilityPredicate } from './report.ts';
import type { VulnerabilityRequirement } from './requirement.ts';
import { isWorse, type Scan, type ScanFinding } from './scan.ts';
import { type EvidenceContext, type EvidenceViolation, unverifiable } from './violation.ts';
import { describeFound, imageText } from './words.ts';

const dayMs = 86_400_000;
/** Clocks differ; a scan of a later time than that did not happen. */
const skewMs = 5 * 60_000;
/** Findings that one clause names. */
const maxNamed = 5;

export function judgeVulnerabilities(
  requirement: VulnerabilityRequirement,
  facts: EvidenceFacts,
  { nowMs }: EvidenceContext,
): EvidenceViolation | null {
  const { newest, stale, unread } = scansOf(requirement, facts, nowMs);
  if (newest !== null) return judgeScan(requirement, newest, nowMs);
  const [wrong] = facts.scanWrongs;
  if (wrong !== undefined)
    return {
      rule: 'vulnerabilities',
      detail: `the scan cannot be used: ${wrong}`,
      fix: `attach a report: cosign attest --type vuln --predicate FILE ${imageText(facts.image)}`,
      warnOnly: false,
    };
  const unknown = [...facts.scanTroubles, ...facts.collected.unknown];
  if (unknown.length > 0) return unverifiable('vulnerabilities', unknown, 'vulnerabilities');
  if (requirement.missing === 'allow') return null;
  return {
    rule: 'vulnerabilities',
    detail: [describeMissing(requirement, stale), ...facts.scansPending, ...unread].join('; '),
    fix:
      facts.scansPending.length > 0
        ? 'ask again when the scan is finished'
        : `scan the image again, and attach the report: cosign attest --type vuln --predicate FILE ${imageText(facts.image)}`,
    warnOnly: requirement.missing === 'warn',
  };
}

function describeMissing({ maxAgeDays }: VulnerabilityRequirement, stale: string | null): string {
  if (stale === null) return 'no vulnerability scan was found';
  return `the newest vulnerability scan, ${stale}, is older than ${maxAgeDays} days`;
}

interface Scans {
  /** The one that counts; null: none does. */
  readonly newest: Scan | null;
  /** How old the newest of those that are too old is. */
  readonly stale: string | null;
  /** One clause when a signed report is there and is none that is known. */
  readonly unread: readonly string[];
}

/** A report counts when whoever the image's own requirements name signed it; a scan of unknown age is as old as can be. */
export function scansOf({ maxAgeDays }: VulnerabilityRequirement, facts: EvidenceFacts, nowMs: number): Scans {
  const attested = [...facts.verifiers].flatMap(([name, { attestations }]) =>
    attestations
      .filter(({ predicateType }) => isOfType(predicateType, 'vuln'))
      .map((one) => {
        const source = `signed by ${escapeText(name, 64)}, ${describeFound(one)}`;
        return readVulnerabilityPredicate(one.predicate, source) ?? source;
      }),
  );
  const scans = [...facts.scans, ...attested.filter((one) => typeof one !== 'string')];
  const [unread] = attested.filter((one) => typeof one === 'string');
  const past = scans.filter(({ finishedMs }) => finishedMs === null || finishedMs <= nowMs + skewMs);
  const oldestMs = maxAgeDays === null ? Number.NEGATIVE_INFINITY : nowMs - maxAgeDays * dayMs;
  const usable = past.filter(({ finishedMs }) => (finishedMs ?? (maxAgeDays === null ? 0 : Number.NEGATIVE_INFINITY)) >= oldestMs);
  const [newest = null] = usable.sort((a, b) => (b.finishedMs ?? 0) - (a.finishedMs ?? 0));
  const staleMs = Math.max(...past.map(({ finishedMs }) => finishedMs ?? 0));
  return {
    newest,
    unread:
      unread === undefined
        ? []
        : [`the report ${unread}, cannot be read: expected Trivy's or Grype's JSON with at most ${maxScanFindings} findings`],
    stale: past.length === 0 ? null : staleMs <= 0 ? 'of an unknown time' : `of ${new Date(staleMs).toISOString().slice(0, 10)}`,
  };
}

function judgeScan(requirement: VulnerabilityRequirement, { source, findings }: Scan, nowMs: number): EvidenceViolation | null {
  const counted = findings.filter((finding) => countsFrom(requirement, finding, nowMs) <= nowMs);
  if (counted.length === 0) return null;
  const named = counted
    .slice(0, maxNamed)
    .map(
      ({ id, severity, component }) => `${escapeText(id, 40)} (${severity}${component === null ? '' : `, ${escapeText(component, 80)}`})`,
    );
  const more = counted.length > maxNamed ? ` and ${counted.length - maxNamed} more` : '';
  return {
    rule: 'vulnerabilities',
    detail: `${counted.length} worse than ${requirement.max}: ${named.join(', ')}${more}; scanned: ${escapeText(source, 200)}`,
    fix: counted.some(({ fixable }) => fixable)
      ? 'rebuild the image with the fixed versions'
      : 'use another base image, or allow the findings by their id with an end and a reason',
    warnOnly: false,
  };
}

/** Milliseconds since the epoch from which a finding counts, once what forgives it now is over; Infinity: it never will. */
export function countsFrom(
  { max, fixableOnly, graceDays, allow }: VulnerabilityRequirement,
  { id, severity, fixable, publishedMs }: ScanFinding,
  nowMs: number,
): number {
  if (!isWorse(severity, max) || (fixableOnly && !fixable)) return Number.POSITIVE_INFINITY;
  const graceEndMs = publishedMs !== null && publishedMs <= nowMs ? publishedMs + graceDays * dayMs : Number.NEGATIVE_INFINITY;
  const ends = allow.filter((one) => one.id === id).map(({ untilMs }) => untilMs ?? Number.POSITIVE_INFINITY);
  return Math.max(graceEndMs, ...ends);
}
