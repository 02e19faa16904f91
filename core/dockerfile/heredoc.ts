/** Which heredocs an instruction opens. BuildKit: only ADD, COPY and RUN have them, ONBUILD in front or not, and never in JSON form. */
import { jsonWords } from './json-form.ts';
import { lexWords, unquote } from './lex.ts';

export interface Heredoc {
  /** The word that ends it. */
  readonly name: string;
  /** `<<-`: tabs at the start of each line do not count. */
  readonly chomp: boolean;
  /** Whether variables in it are replaced: the name was not quoted. */
  readonly expand: boolean;
  /** Its lines, joined with line feeds. */
  readonly text: string;
  /** Of its first line, 1-based. */
  readonly line: number;
}

type Head = Pick<Heredoc, 'name' | 'chomp' | 'expand'>;

const opening = /^(?:onbuild\s+)?(?:add|copy|run)\s/i;

/** Heads only; the caller reads the lines. */
export function heredocsOf(text: string): Head[] {
  const trimmed = text.trimStart();
  if (!trimmed.includes('<<')) return [];
  const keyword = opening.exec(trimmed)?.[0];
  if (keyword === undefined || jsonWords(trimmed.slice(keyword.length)) !== null) return [];
  return (lexWords(trimmed) ?? []).flatMap(headOf);
}

/** A word such as `<<EOF`, `3<<-"EOF"`; nothing else is one. */
function headOf(word: string): Head[] {
  const [, dash = '', rest = ''] = /^\d*<<(-?)([^<]+)$/.exec(word) ?? [];
  const name = unquote(rest);
  return rest === '' || name === '' ? [] : [{ name, chomp: dash === '-', expand: !/["']/.test(rest) }];
}
