/** The `--name=value` words in front of an instruction's arguments, as BuildKit takes them off (parser.extractBuilderFlags). */

export interface Flag {
  readonly name: string;
  /** Quotes and escapes removed; null without `=`. */
  readonly value: string | null;
}

export interface Flagged {
  readonly flags: readonly Flag[];
  /** Where the arguments begin in the text that was read. */
  readonly end: number;
}

const blank = /\s/;

export function readFlags(text: string, start: number): Flagged {
  const flags: Flag[] = [];
  let i = skipBlanks(text, start);
  while (text.startsWith('--', i)) {
    const { word, end } = readWord(text, i);
    i = skipBlanks(text, end);
    if (word === '--') break;
    const equals = word.indexOf('=');
    flags.push(
      equals < 0
        ? { name: word.slice(2).toLowerCase(), value: null }
        : { name: word.slice(2, equals).toLowerCase(), value: word.slice(equals + 1) },
    );
  }
  return { flags, end: i };
}

/** The last of that name wins; null when there is none. */
export function flagValue(flags: readonly Flag[], name: string): string | null {
  return flags.findLast((flag) => flag.name === name)?.value ?? null;
}

function readWord(text: string, start: number): { word: string; end: number } {
  const parts: string[] = [];
  let quoted = '';
  let i = start;
  for (; i < text.length; i++) {
    const char = text.charAt(i);
    if (quoted === '' && blank.test(char)) break;
    if (char === '\\') parts.push(text.charAt(++i));
    else if (char === quoted) quoted = '';
    else if (quoted === '' && (char === '"' || char === "'")) quoted = char;
    else parts.push(char);
  }
  return { word: parts.join(''), end: Math.min(i, text.length) };
}

function skipBlanks(text: string, start: number): number {
  let i = start;
  while (i < text.length && blank.test(text.charAt(i))) i++;
  return i;
}
