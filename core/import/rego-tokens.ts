/** The words of Rego, as far as an allowlist needs them. Text around a rule (a README) is read as words too, and does no harm. */

export interface Token {
  readonly type: 'text' | 'name' | 'sign';
  /** A text's content, a dotted name, one or two characters. */
  readonly value: string;
  readonly offset: number;
  /** It is the first of its line. */
  readonly first: boolean;
}

/**
 * A text that is not closed on its line, or of more than 512 characters, is a sign: it is somebody's prose, and no registry's name.
 * Comments are left out. Takes linear time.
 */
export function regoTokens(text: string): Token[] {
  const word = /[^\S\n]+|#[^\n]*|"((?:[^"\\\n]|\\.){0,512})"|`([^`\n]{0,512})`|([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)|:=|==|!=|\n|[^\s]/gy;
  const tokens: Token[] = [];
  let first = true;
  for (let match = word.exec(text); match !== null; match = word.exec(text)) {
    const [all, quoted, raw, name] = match;
    const offset = match.index;
    if (all === '\n') first = true;
    if (/^(?:\s|#)/.test(all)) continue;
    if (quoted !== undefined || raw !== undefined) tokens.push({ type: 'text', value: raw ?? unescaped(quoted ?? ''), offset, first });
    else tokens.push({ type: name === undefined ? 'sign' : 'name', value: all, offset, first });
    first = false;
  }
  return tokens;
}

function unescaped(quoted: string): string {
  try {
    return String(JSON.parse(`"${quoted}"`));
  } catch {
    return quoted;
  }
}

/** Tokens of one rule: a rule that is longer is no rule, and looking for its end must not take quadratic time. */
export const maxRuleTokens = 20_000;

/** The index of the bracket that closes the one at `open`, or where the search ends. */
export function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  const end = Math.min(tokens.length, open + maxRuleTokens);
  for (let i = open; i < end; i++) {
    const { type, value } = tokens[i] as Token;
    if (type !== 'sign') continue;
    if ('([{'.includes(value)) depth++;
    else if (')]}'.includes(value) && --depth === 0) return i;
  }
  return end;
}
