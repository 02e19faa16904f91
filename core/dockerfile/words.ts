/** Arguments cut at blanks outside quotes, quotes and escapes kept (BuildKit: parser.parseWords), and the pairs of ENV, ARG and LABEL. */

/** `escape` is the file's escape character. Linear. */
export function argumentWords(text: string, escapeChar: string): string[] {
  const words: string[] = [];
  let start = -1;
  let quoted = '';
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (quoted === '' && /\s/.test(char)) {
      if (start >= 0) words.push(text.slice(start, i));
      start = -1;
      continue;
    }
    if (start < 0) start = i;
    if (char === escapeChar && quoted !== "'") i++;
    else if (char === quoted) quoted = '';
    else if (quoted === '' && (char === '"' || char === "'")) quoted = char;
  }
  if (start >= 0) words.push(text.slice(start));
  return words;
}

/** Quotes around and in a word removed; escapes stay, as Windows paths are written with them. */
export function withoutQuotes(word: string): string {
  return word.replace(/(["'])(.*?)\1/gs, '$2');
}

export interface Pair {
  readonly name: string;
  /** As written, quotes and escapes kept; null without `=`. */
  readonly value: string | null;
}

/** `NAME=value ...`, and the old `NAME value with blanks` where `old` says it exists (ENV, LABEL). */
export function pairsOf(text: string, escapeChar: string, old: boolean): Pair[] {
  const words = argumentWords(text, escapeChar);
  if (old && words[0] !== undefined && !words[0].includes('=')) {
    const [name = ''] = text.split(/\s/, 1);
    const value = text.slice(name.length).trim();
    return [{ name: withoutQuotes(name), value: value === '' ? null : value }];
  }
  return words.map((word) => {
    const equals = word.indexOf('=');
    return equals < 0 ? { name: word, value: null } : { name: withoutQuotes(word.slice(0, equals)), value: word.slice(equals + 1) };
  });
}
