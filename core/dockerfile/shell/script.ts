/**
 * The simple commands of a POSIX shell script, wherever they stand: in lists, pipelines, subshells, loops, conditions,
 * substitutions and in `sh -c`. Nothing is evaluated: it only finds what is run. One pass; what is nested deeper than
 * `maxShellDepth` is taken as text.
 */
import { maxShellDepth } from '../../limits.ts';
import type { Command } from './command.ts';
import { closers, commandOf, scriptArgument } from './finish.ts';
import { type Draft, type Locate, newDraft, newReader, type Reader } from './reader.ts';
import { skipHeredocs } from './redirect.ts';
import { readWord } from './word.ts';

export function parseScript(text: string, locate: Locate): readonly Command[] {
  const reader = newReader(text, locate);
  readList(reader, '');
  return reader.found.commands;
}

/** The exec form: one command, without a shell around it. */
export function parseWords(words: readonly string[], locate: Locate): readonly Command[] {
  const reader = newReader('', locate);
  record(reader, { ...newDraft(), words: [...words] }, 0);
  return reader.found.commands;
}

/** Reads to the end, or to the closing parenthesis that is not its own. */
function readList(reader: Reader, stop: ')' | ''): void {
  const { text, found } = reader;
  let draft = newDraft();
  let pipeline = found.pipelines++;
  let before = pipeline;
  let open = 0;
  const finish = (piped: boolean): void => {
    if (closers.has(draft.words[0] ?? '')) pipeline = before;
    record(reader, draft, pipeline);
    draft = newDraft();
    if (piped) return;
    before = pipeline;
    pipeline = found.pipelines++;
  };
  while (reader.at < text.length) {
    const operator = operatorAt(text, reader.at);
    if (operator === '') readWord(reader, draft, nestedList);
    else if (operator === ' ') reader.at++;
    else if (operator === '#') reader.at = endOfLine(text, reader.at);
    else if (operator === ')') {
      if (open === 0 && stop === '') draft = newDraft();
      finish(open > 0);
      if (open === 0 && stop === ')') return;
      open = Math.max(open - 1, 0);
      reader.at++;
    } else {
      if (operator === '(' && text.charAt(reader.at + 1) === ')') draft = newDraft();
      finish(operator === '|' || operator === '|&' || operator === '(');
      if (operator === '(') open++;
      reader.at += operator.length;
      if (operator === '\n') skipHeredocs(reader);
    }
  }
  finish(false);
}

/** `&&`, `|`, `(`...; a blank as ' '; '' where a word or a redirection begins. */
function operatorAt(text: string, at: number): string {
  const char = text.charAt(at);
  const next = text.charAt(at + 1);
  if (char === ' ' || char === '\t' || char === '\r') return ' ';
  if (char === '&') return next === '&' ? '&&' : next === '>' ? '' : '&';
  if (char === '|') return next === '|' || next === '&' ? char + next : '|';
  return '\n#();'.includes(char) ? char : '';
}

/** Commands of a substitution that begins here; the reader then stands behind it. False when it is too deep. */
function nestedList(reader: Reader, draft: Draft): boolean {
  if (reader.depth >= maxShellDepth) return false;
  const first = reader.found.commands.length;
  reader.depth++;
  readList(reader, ')');
  reader.depth--;
  reader.at++;
  draft.nested.push(...reader.found.commands.slice(first));
  return true;
}

/** Ends a command, and reads what its `sh -c` runs. */
function record({ found, locate, depth }: Reader, { words, nested, start }: Draft, pipeline: number): void {
  if (words.length === 0) return;
  const place = locate(start);
  const command = commandOf(words, nested, pipeline, place);
  if (command === null) return;
  found.commands.push(command);
  const script = scriptArgument(command);
  if (script !== null && depth < maxShellDepth)
    readList(
      newReader(script, () => place, found, depth + 1),
      '',
    );
}

function endOfLine(text: string, at: number): number {
  const found = text.indexOf('\n', at);
  return found < 0 ? text.length : found;
}
