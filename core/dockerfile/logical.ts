/**
 * Instructions as BuildKit puts them together: continuation lines joined, comments and empty lines between them dropped,
 * heredocs read to their end. This is the security boundary of the whole folder: a line that is read as part of another
 * instruction hides the image in it, so it follows BuildKit character by character. Linear.
 */
import { quote } from '../text.ts';
import { type Heredoc, heredocsOf } from './heredoc.ts';
import { leadingBlanks, type PhysicalLine } from './lines.ts';
import type { DockerfileProblem, Place } from './problem.ts';

export interface Comment {
  /** Without the `#` and the blanks around it. */
  readonly text: string;
  /** 1-based. */
  readonly line: number;
}

export interface Logical {
  /** Without line ends. */
  readonly text: string;
  /** Where the parts of `text` stand in the file, in order. */
  readonly pieces: readonly (Place & { readonly at: number })[];
  readonly endLine: number;
  readonly heredocs: readonly Heredoc[];
}

export interface LogicalFile {
  readonly logicals: readonly Logical[];
  readonly comments: readonly Comment[];
  readonly problems: readonly DockerfileProblem[];
}

interface Cursor {
  readonly lines: readonly PhysicalLine[];
  readonly escapeChar: string;
  readonly comments: Comment[];
  /** Index of the line to be read next. */
  next: number;
}

export function readLogicals(lines: readonly PhysicalLine[], escapeChar: string): LogicalFile {
  const cursor: Cursor = { lines, escapeChar, comments: [], next: 0 };
  const logicals: Logical[] = [];
  const problems: DockerfileProblem[] = [];
  while (cursor.next < lines.length) {
    const joined = readJoined(cursor);
    if (joined === null) continue;
    const heredocs = heredocsOf(joined.text).map((head) => readHeredoc(cursor, head));
    const open = heredocs.find(({ ended }) => !ended);
    const [{ line, column } = { line: 1, column: 1 }] = joined.pieces;
    if (open !== undefined) problems.push({ line, column, message: `the heredoc ${quote(open.name, 40)} does not end` });
    logicals.push({ ...joined, endLine: cursor.next, heredocs });
  }
  return { logicals, comments: cursor.comments, problems };
}

/** Where the character at `at` of the logical text stands. */
export function placeIn({ pieces }: Pick<Logical, 'pieces'>, at: number): Place {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((pieces[middle]?.at ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  const piece = pieces[low];
  return piece === undefined ? { line: 1, column: 1 } : { line: piece.line, column: piece.column + at - piece.at };
}

/** The next instruction's text; null when the line was a comment or empty. */
function readJoined(cursor: Cursor): Pick<Logical, 'text' | 'pieces'> | null {
  const parts: string[] = [];
  const pieces: (Place & { at: number })[] = [];
  let length = 0;
  for (let continued = true; continued && cursor.next < cursor.lines.length; ) {
    const { text: whole, shift } = cursor.lines[cursor.next++] ?? { text: '', shift: 0 };
    const blanks = leadingBlanks(whole);
    if (whole.charAt(blanks) === '#') {
      cursor.comments.push({ text: whole.slice(blanks + 1).trim(), line: cursor.next });
      continued = pieces.length > 0;
      continue;
    }
    if (blanks === whole.length) {
      if (pieces.length === 0) return null;
      continue;
    }
    const cut = pieces.length === 0 ? blanks : 0;
    const { text, more } = withoutContinuation(whole.slice(cut), cursor.escapeChar);
    pieces.push({ at: length, line: cursor.next, column: cut + shift + 1 });
    parts.push(text);
    length += text.length;
    continued = more;
  }
  const text = parts.join('');
  return text.trim() === '' ? null : { text, pieces };
}

/** An escape character at the end continues the line, unless another stands before it. */
function withoutContinuation(line: string, escapeChar: string): { text: string; more: boolean } {
  let end = line.length;
  while (end > 0 && (line.charAt(end - 1) === ' ' || line.charAt(end - 1) === '\t')) end--;
  const continues = line.charAt(end - 1) === escapeChar && line.charAt(end - 2) !== escapeChar;
  return continues ? { text: line.slice(0, end - 1), more: true } : { text: line, more: false };
}

function readHeredoc(cursor: Cursor, head: Pick<Heredoc, 'name' | 'chomp' | 'expand'>): Heredoc & { ended: boolean } {
  const first = cursor.next;
  const content: string[] = [];
  while (cursor.next < cursor.lines.length) {
    const { text } = cursor.lines[cursor.next++] ?? { text: '' };
    const bare = head.chomp ? text.replace(/^\t+/, '') : text;
    if (bare === head.name) return { ...head, text: content.join('\n'), line: first + 1, ended: true };
    content.push(bare);
  }
  return { ...head, text: content.join('\n'), line: first + 1, ended: false };
}
