/**
 * Words of an instruction as BuildKit's own shell lexer cuts them (frontend/dockerfile/shell, RawQuotes and RawEscapes):
 * it decides what is a heredoc, so what it cannot read has none. One pass.
 *
 *     word := (char | "\" char | '...' | "..." | $name | ${name...})+
 */

const blank = /\s/;

/** The words, quotes and escapes kept; null where BuildKit's lexer gives up: an open quote, a substitution it does not know. */
export function lexWords(text: string): string[] | null {
  const words: string[] = [];
  let start = -1;
  for (let i = 0; i < text.length; ) {
    const char = text.charAt(i);
    if (blank.test(char)) {
      if (start >= 0) words.push(text.slice(start, i));
      start = -1;
      i++;
      continue;
    }
    if (start < 0) start = i;
    const next = skipUnit(text, i);
    if (next < 0) return null;
    i = next;
  }
  if (start >= 0) words.push(text.slice(start));
  return words;
}

/** The word without its quotes and escapes. */
export function unquote(word: string): string {
  let out = '';
  let quoted = '';
  for (let i = 0; i < word.length; i++) {
    const char = word.charAt(i);
    if (char === quoted) quoted = '';
    else if (quoted === '' && (char === '"' || char === "'")) quoted = char;
    else if (char === '\\' && quoted !== "'" && i + 1 < word.length && (quoted === '' || '"\\$'.includes(word.charAt(i + 1))))
      out += word.charAt(++i);
    else out += char;
  }
  return out;
}

/** The end of the character, escape, quoted text or substitution at `i`; -1 when it has none. */
function skipUnit(text: string, i: number): number {
  const char = text.charAt(i);
  if (char === '\\') return Math.min(i + 2, text.length);
  if (char === "'") {
    const end = text.indexOf("'", i + 1);
    return end < 0 ? -1 : end + 1;
  }
  if (char === '"') return skipDoubleQuoted(text, i + 1);
  if (char === '$' && text.charAt(i + 1) === '{') return skipSubstitution(text, i + 2);
  return i + 1;
}

function skipDoubleQuoted(text: string, start: number): number {
  for (let i = start; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === '"') return i + 1;
    if (char === '\\') i++;
    else if (char === '$' && text.charAt(i + 1) === '{') {
      const end = skipSubstitution(text, i + 2);
      if (end < 0) return -1;
      i = end - 1;
    }
  }
  return -1;
}

const substitution = /(?:\d+|[@*#?\-$!]|[\p{L}_][\p{L}\d_]*)?(\}|:?[+\-?#%]|\/)/uy;

/** Behind the closing brace of `${`; nested ones are not counted, as none is expected where a heredoc stands. */
function skipSubstitution(text: string, start: number): number {
  substitution.lastIndex = start;
  const match = substitution.exec(text);
  if (match === null) return -1;
  if (match[1] === '}') return substitution.lastIndex;
  const end = text.indexOf('}', substitution.lastIndex);
  return end < 0 ? -1 : end + 1;
}
