/** Which entries a policy would need to admit what it denies today: a proposal for people to read, never applied. */
import { isRefusal } from '../image/refusal.ts';
import { parseScope } from '../image/scope.ts';
import type { ReportUse } from './uses.ts';

export interface NeededEntry {
  /** A scope as a policy spells it. */
  readonly scope: string;
  /** Images that it would admit. */
  readonly count: number;
}

/** Of images that no entry covers; the most needed first, equal ones by name. */
export function neededEntries(uses: readonly ReportUse[]): NeededEntry[] {
  const scopes = uses
    .filter(({ findings }) => findings.some(({ rule, severity }) => rule === 'registry-allowlist' && severity !== 'info'))
    .map(({ image }) => scopeOf(image.canonical))
    .filter((scope) => scope !== null);
  const groups = [...Map.groupBy(scopes, (scope) => scope)].map(([scope, group]) => ({ scope, count: group.length }));
  return groups.sort((a, b) => b.count - a.count || (a.scope < b.scope ? -1 : 1));
}

/** The organisation, of Docker's official images the repository: a whole registry is more than anybody asked for. */
function scopeOf(canonical: string | null): string | null {
  const name = canonical?.replace(/@.*$/, '').replace(/:[^:/]*$/, '') ?? '';
  const [host = '', first = '', second] = name.split('/');
  const official = host === 'docker.io' && first === 'library' && second !== undefined;
  const scope = official ? `${host}/${first}/${second}` : `${host}/${first}`;
  return isRefusal(parseScope(scope)) ? null : scope;
}
