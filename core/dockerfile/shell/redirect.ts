/** Redirections and here-documents of a script: read past, since what they name is not run. */
import { unquote } from '../lex.ts';
import type { Reader } from './reader.ts';

const operator = /(?:&>>?|>>|>&|>\||<>|<<<|<<-?|<&|[<>])[ \t]*/y;

/** Steps over the operator at the reader; `process` when a `<(` or `>(` begins instead, `document` for `<<`. */
export function skipOperator(reader: Reader): 'process' | 'document' | 'file' {
  const { text, at } = reader;
  if (/[<>]/.test(text.charAt(at)) && text.charAt(at + 1) === '(') {
    reader.at += 2;
    return 'process';
  }
  operator.lastIndex = at;
  const [found = ''] = operator.exec(text) ?? [];
  reader.at += Math.max(found.length, 1);
  return /^<<-?\s*$/.test(found) ? 'document' : 'file';
}

/** The lines of the here-documents that were opened on the line before. Leading tabs never count: `<<-` is not told apart. */
export function skipHeredocs(reader: Reader): void {
  const { text, heredocs } = reader;
  reader.heredocs = [];
  for (const word of heredocs) {
    const name = unquote(word);
    for (let more = true; more && reader.at < text.length; ) {
      const found = text.indexOf('\n', reader.at);
      const end = found < 0 ? text.length : found;
      more = text.slice(reader.at, end).replace(/^\t+/, '') !== name;
      reader.at = end + 1;
    }
  }
}
