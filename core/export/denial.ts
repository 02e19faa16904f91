/** CEL: the words of a denial, as near to the service's (core/policy/words.ts) as CEL can; the first refused image, and how many more. */
import { celAny, celText } from './cel.ts';
import { coverTests, unmetBy } from './decision.ts';
import type { FlatPolicy } from './flatten.ts';
import { scopeOfKey } from './keys.ts';

/** Of a text that is no reference, what is repeated: short and printable. */
const plainText = "i[1].matches('^[!-~]{1,300}$')";

/** Whether the Pod has containers at all. */
export const hasContainers = 'variables.spec.?containers.orValue([]).size() > 0';

const subject = "request.kind.kind + ' ' + request.namespace + '/' + request.name + ': '";
const more = "(variables.refused.size() > 1 ? '; and ' + string(variables.refused.size() - 1) + ' more' : '')";

/** One line of text. */
export function denialMessage(flat: FlatPolicy): string {
  return `${subject} + variables.refused.map(i,\n  i[0] + (${clause(flat)})\n)[0] + ${more}`;
}

export function emptyMessage(): string {
  return `${subject} + 'the Pod spec is denied by missing-image: it has no containers'`;
}

/** The first condition that holds chooses the words. */
function clause(flat: FlatPolicy): string {
  const { require } = flat;
  const { isDenied, isAllowed } = coverTests(flat);
  const named = (words: string): string => `': ' + i[2] + ${celText(` is denied by ${words}`)}`;
  const noEntry = `': ' + i[2] + ' is denied by registry-allowlist: no entry for ' + i[2].split('/')[0] + ${celText(`; ${allowedHere(flat)}`)}`;
  const cases: [terms: readonly string[], words: string][] = [
    [["i[1] == ''"], celText(' is denied by missing-image: no image is named')],
    [["i[2] == ''"], `': ' + (${plainText} ? '"' + i[1] + '"' : 'its image') + ' is denied by malformed-image: it is no plain reference'`],
    [[isDenied], named('denied-image: an entry of the policy denies it')],
    [[`!${isAllowed}`], noEntry],
    [unmetBy({ ...require, digest: false }), named('denied-tag: the policy denies its tag')],
  ];
  const last = named('digest-required or denied-tag: its entry asks for more');
  return [...cases.filter(([terms]) => terms.length > 0).map(([terms, words]) => `${celAny(terms)} ? ${words}`), last].join('\n  : ');
}

function allowedHere({ allowed }: FlatPolicy): string {
  const scopes = allowed.filter(({ namespaces }) => namespaces === null).flatMap(({ keys }) => keys.map(scopeOfKey));
  if (scopes.length === 0) return 'see the policy for what is allowed here';
  return `allowed here: ${scopes.slice(0, 2).join(', ')}${scopes.length > 2 ? ` (+${scopes.length - 2})` : ''}`;
}
