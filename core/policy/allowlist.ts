/** The plain allowlist as Parameter Store keeps it: a StringList of scopes, `secureoci.com,ghcr.io/acme`. */
import { isRefusal } from '../image/refusal.ts';
import { parseScope } from '../image/scope.ts';
import { quote } from '../text.ts';

export interface AllowlistProblem {
  /** 1-based, in UTF-16 units. */
  readonly column: number;
  readonly message: string;
}

/** Split at commas, ASCII blanks around an item trimmed. An empty item, or one that is no scope, makes the whole value invalid. */
export function readAllowlist(text: string): readonly string[] | AllowlistProblem {
  const scopes: string[] = [];
  let column = 1;
  for (const raw of text.split(',')) {
    const item = raw.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
    const scope = parseScope(item);
    if (isRefusal(scope)) {
      const got = item === '' ? 'an empty item' : `${quote(item)}: ${scope.reason}`;
      return { column, message: `item ${scopes.length + 1}: expected a scope such as ghcr.io/acme, got ${got}` };
    }
    scopes.push(item);
    column += raw.length + 1;
  }
  return scopes;
}
