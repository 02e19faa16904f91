/** Counts for the charts: how many of what were denied, warned of and passed, by namespace, registry and rule. */
import type { Severity } from '../policy/mode.ts';
import type { ReportUse, ReportUses } from './uses.ts';

export interface Tally {
  readonly name: string;
  readonly denied: number;
  readonly warned: number;
  /** Passed or merely recorded. */
  readonly passed: number;
}

/** The namespace as the object or the caller tells; `(none)` when nobody does. */
export function namespaceOf({ image, findings }: ReportUse): string {
  return (image.object ?? findings[0]?.object)?.namespace ?? '(none)';
}

/** `docker.io`, `localhost:5000`; `(no reference)` when the text is none. */
export function registryOf({ image: { canonical } }: ReportUse): string {
  return canonical === null ? '(no reference)' : (canonical.split('/', 1)[0] ?? '');
}

/** Images by what `nameOf` says of them, the most denied first. */
export function tallyUses(uses: readonly ReportUse[], nameOf: (use: ReportUse) => string): Tally[] {
  return tally(uses.map((use) => [nameOf(use), use.worst]));
}

/** Findings by their rule. */
export function tallyRules({ uses, others }: ReportUses): Tally[] {
  return tally([...uses.flatMap(({ findings }) => findings), ...others].map(({ rule, severity }) => [rule, severity]));
}

function tally(items: readonly (readonly [string, Severity | null])[]): Tally[] {
  const groups = Map.groupBy(items, ([name]) => name);
  const tallies = [...groups].map(([name, group]) => {
    const denied = group.filter(([, severity]) => severity === 'deny').length;
    const warned = group.filter(([, severity]) => severity === 'warn').length;
    return { name, denied, warned, passed: group.length - denied - warned };
  });
  return tallies.sort((a, b) => b.denied - a.denied || b.warned - a.warned || totalOf(b) - totalOf(a) || (a.name < b.name ? -1 : 1));
}

export function totalOf({ denied, warned, passed }: Tally): number {
  return denied + warned + passed;
}

/** The first `limit`, and the rest as one with the name `N more`. */
export function topOf(tallies: readonly Tally[], limit: number): { readonly shown: readonly Tally[]; readonly rest: Tally | null } {
  if (tallies.length <= limit) return { shown: tallies, rest: null };
  const rest = tallies.slice(limit - 1);
  const sum = (key: 'denied' | 'warned' | 'passed'): number => rest.reduce((total, one) => total + one[key], 0);
  return {
    shown: tallies.slice(0, limit - 1),
    rest: { name: `${rest.length} more`, denied: sum('denied'), warned: sum('warned'), passed: sum('passed') },
  };
}
