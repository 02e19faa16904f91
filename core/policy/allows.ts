/** What a denial says is allowed: at most two scopes that apply to this place, and how many more there are. */
import { maxNamedAllows } from '../limits.ts';
import { chooseEntry } from './ladder.ts';
import type { Policy } from './policy.ts';
import type { Place } from './where.ts';

/** One clause: `allowed here: secureoci.com, ghcr.io/acme (+2)`. Looks at `maxNamedAllows` entries at most. */
export function nameAllows(policy: Policy, place: Place, nowMs: number): string {
  const applying = policy.allows.filter(({ scope, entry }) => chooseEntry(policy.entries.get(scope) ?? [], place, nowMs) === entry);
  const scopes = applying.map(({ scope }) => scope);
  if (scopes.length === 0)
    return policy.allowCount > maxNamedAllows ? 'see the policy for what is allowed here' : 'nothing is allowed here';
  const unseen = policy.allowCount > policy.allows.length ? ' or more' : '';
  const more = scopes.length > 2 || unseen !== '' ? ` (+${scopes.length - Math.min(2, scopes.length)}${unseen})` : '';
  return `allowed here: ${scopes.slice(0, 2).join(', ')}${more}`;
}
