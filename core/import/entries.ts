/** From what a foreign allowlist names to the policy's entries. Where the two weigh entries differently, the stricter reading is written. */
import { isRefusal } from '../image/refusal.ts';
import { maxImportedEntries } from '../limits.ts';
import type { EntryDocument } from '../policy/definition.ts';
import { quote } from '../text.ts';
import { scopeOfPrefix } from './prefix.ts';
import type { Named, Reading, Remark } from './reading.ts';

/** By scope; at one scope a deny beats an allow, there as here. */
type Entries = Map<string, Named>;

/** The entries in the order of the text; remarks are added to the reading's. */
export function entriesOf(reading: Reading): (string | EntryDocument)[] {
  const { named, problems } = reading;
  const entries: Entries = new Map();
  for (const one of named.slice(0, maxImportedEntries)) addEntry(entries, one, reading);
  if (named.length > maxImportedEntries)
    problems.push({ line: 1, column: 1, text: `${named.length} entries, expected at most ${maxImportedEntries}` });
  if (problems.length === 0 && entries.size === 0)
    problems.push({ line: 1, column: 1, text: 'expected at least one registry, found none' });
  leaveOutDenied(entries, reading.differences);
  const all = [...entries];
  const [first] = named;
  if (first !== undefined && all.every(([, { effect }]) => effect === 'deny'))
    reading.differences.push({
      ...placeOf(first),
      text: 'nothing is allowed by name there: the policy denies every image until entries are added',
    });
  return all.map(([scope, { effect }]) => (effect === 'allow' ? scope : { deny: scope }));
}

function addEntry(entries: Entries, named: Named, { form, differences, problems }: Reading): void {
  const { text, effect } = named;
  const place = placeOf(named);
  const isPrefix = form === 'rego' || form === 'gatekeeper';
  const scope = scopeOfPrefix(text, isPrefix);
  if (isRefusal(scope)) {
    problems.push({ ...place, text: `${quote(text)}: ${scope.reason}` });
    return;
  }
  if (entries.get(scope.scope)?.effect !== 'deny') entries.set(scope.scope, { ...named, effect });
  for (const difference of scope.differences) differences.push({ ...place, text: difference });
}

/** There whatever denies wins; here the most specific entry does, so that an allow below a deny would open it. */
function leaveOutDenied(entries: Entries, differences: Remark[]): void {
  const denies = [...entries].filter(([, { effect }]) => effect === 'deny').map(([scope]) => scope);
  for (const [scope, named] of entries) {
    const deny = named.effect === 'allow' ? denies.find((one) => covers(one, scope)) : undefined;
    if (deny === undefined) continue;
    entries.delete(scope);
    differences.push({
      ...placeOf(named),
      text: `${scope} is left out, because ${deny} is denied: here the more specific entry would win`,
    });
  }
}

function covers(wider: string, scope: string): boolean {
  const [host = ''] = scope.split('/', 1);
  if (wider.startsWith('*')) return host.slice(host.indexOf('.')) === wider.slice(1);
  return scope.startsWith(wider) && /^[/:@]/.test(scope.slice(wider.length));
}

function placeOf({ line, column }: Remark): { readonly line: number; readonly column: number } {
  return { line, column };
}
