/** A vulnerability scan, whoever made it: one shape. */

/** From harmless to worst. What a scanner calls unknown or informational is `none`: it has not been found to matter. */
export const severities = ['none', 'low', 'medium', 'high', 'critical'] as const;
export type VulnerabilitySeverity = (typeof severities)[number];

export interface ScanFinding {
  /** `CVE-2026-1234`; hostile where a report is. */
  readonly id: string;
  readonly severity: VulnerabilitySeverity;
  /** A version that fixes it is out. */
  readonly fixable: boolean;
  /** Milliseconds since the epoch; null: the scanner does not say. */
  readonly publishedMs: number | null;
  /** Name and version of what is vulnerable; hostile. */
  readonly component: string | null;
}

export interface Scan {
  /** Who scanned, and where the report was found; for people. */
  readonly source: string;
  /** Milliseconds since the epoch at which it ended; null: it does not say. */
  readonly finishedMs: number | null;
  readonly findings: readonly ScanFinding[];
}

const names: ReadonlyMap<string, VulnerabilitySeverity> = new Map([
  ['critical', 'critical'],
  ['high', 'high'],
  ['medium', 'medium'],
  ['moderate', 'medium'],
  ['low', 'low'],
  ['negligible', 'none'],
  ['informational', 'none'],
  ['unknown', 'none'],
  ['untriaged', 'none'],
  ['undefined', 'none'],
  ['none', 'none'],
]);

/** The severity that a scanner's word means; `critical` for a word that nobody knows, so that a new word hides nothing. */
export function severityOf(word: string): VulnerabilitySeverity {
  return names.get(word.toLowerCase()) ?? 'critical';
}

export function isWorse(a: VulnerabilitySeverity, b: VulnerabilitySeverity): boolean {
  return severities.indexOf(a) > severities.indexOf(b);
}
