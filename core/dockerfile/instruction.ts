/** One instruction: keyword, flags, arguments in each form, and where it stands. */
import { type Flag, readFlags } from './flags.ts';
import type { Heredoc } from './heredoc.ts';
import { jsonWords } from './json-form.ts';
import { type Logical, placeIn } from './logical.ts';
import type { Place } from './problem.ts';
import { argumentWords, withoutQuotes } from './words.ts';

export interface Instruction extends Place {
  /** Upper case. */
  readonly keyword: string;
  readonly flags: readonly Flag[];
  /** The arguments behind the flags, continuation lines joined. */
  readonly text: string;
  /** The exec form's words; null in shell form. */
  readonly json: readonly string[] | null;
  /** The arguments one by one, without quotes. */
  readonly words: readonly string[];
  readonly heredocs: readonly Heredoc[];
  readonly endLine: number;
  /** Of ONBUILD: what it will run. */
  readonly trigger: Instruction | null;
  /** Where the character at `at` of `text` stands in the file. */
  placeAt(at: number): Place;
}

const withJson = new Set(['ADD', 'CMD', 'COPY', 'ENTRYPOINT', 'RUN', 'SHELL', 'VOLUME']);

const known = new Set([
  ...withJson,
  ...['ARG', 'ENV', 'EXPOSE', 'FROM', 'HEALTHCHECK', 'LABEL', 'MAINTAINER', 'ONBUILD', 'STOPSIGNAL', 'USER', 'WORKDIR'],
]);

export function isKnown(keyword: string): boolean {
  return known.has(keyword);
}

export function readInstruction(logical: Logical, escapeChar: string): Instruction {
  return read(logical, logical.text.length - logical.text.trimStart().length, escapeChar, 0);
}

/** ONBUILD ONBUILD is refused by builders; `depth` keeps a line of nothing else from going deeper than one. */
function read(logical: Logical, start: number, escapeChar: string, depth: number): Instruction {
  const [word = ''] = /^\S*/.exec(logical.text.slice(start, start + 64)) ?? [];
  const keyword = word.toUpperCase();
  const { flags, end } = readFlags(logical.text, start + word.length);
  const text = logical.text.slice(end).trimEnd();
  const json = withJson.has(keyword) ? jsonWords(text) : null;
  return {
    ...placeIn(logical, start),
    keyword,
    flags,
    text,
    json,
    words: json ?? (keyword === 'RUN' ? [] : argumentWords(text, escapeChar).map(withoutQuotes)),
    heredocs: logical.heredocs,
    endLine: logical.endLine,
    trigger: keyword === 'ONBUILD' && text !== '' && depth < 1 ? read(logical, end, escapeChar, depth + 1) : null,
    placeAt: (at) => placeIn(logical, end + at),
  };
}
