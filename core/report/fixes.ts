/** What would help most: the fixes that the most findings ask for. */
import type { ReportFinding } from './report.ts';

export interface CommonFix {
  readonly fix: string;
  readonly count: number;
}

/** The most frequent first, equal ones in the findings' order; findings that were forgiven or only recorded do not count. */
export function commonFixes(findings: readonly ReportFinding[], limit = 3): CommonFix[] {
  const open = findings.filter(({ severity, fix }) => severity !== 'info' && fix !== '');
  const groups = [...Map.groupBy(open, ({ fix }) => fix)];
  return groups
    .map(([fix, group]) => ({ fix, count: group.length }))
    .sort((a, b) => b.count - a.count)
    .slice(0, limit);
}
