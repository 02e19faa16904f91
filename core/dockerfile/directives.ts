/**
 * Parser directives: `# escape=` decides what continues a line, `# syntax=` names the image that reads the file.
 * BuildKit looks for the latter in three spellings and behind a `#!` line (parser.DetectSyntax), so this does too.
 */
import { quote } from '../text.ts';
import { isObject, ownText } from '../workload/json.ts';
import type { PhysicalLine } from './lines.ts';
import type { DockerfileProblem, Place } from './problem.ts';

export interface SyntaxDirective extends Place {
  /** The frontend's image, as written. */
  readonly image: string;
}

export interface Directives {
  readonly escapeChar: '\\' | '`';
  readonly syntax: SyntaxDirective | null;
  readonly problems: readonly DockerfileProblem[];
}

interface Directive extends Place {
  readonly name: string;
  readonly value: string;
}

const known = new Set(['escape', 'syntax', 'check']);

export function readDirectives(lines: readonly PhysicalLine[]): Directives {
  const directives = leadingDirectives(lines, '#', 0);
  const problems = directives.flatMap((directive, index) => problemOf(directive, directives.slice(0, index)));
  const escapeChar = directives.find(({ name }) => name === 'escape')?.value === '`' ? '`' : '\\';
  return { escapeChar, syntax: findSyntax(lines), problems };
}

function problemOf({ name, value, line, column }: Directive, earlier: readonly Directive[]): DockerfileProblem[] {
  if (earlier.some((one) => one.name === name)) return [{ line, column, message: `the directive ${name} stands twice` }];
  if (name === 'escape' && value !== '`' && value !== '\\')
    return [{ line, column, message: `the escape character ${quote(value, 20)} is neither \\ nor \`` }];
  return [];
}

/** Directives end at the first line that is none; `start` skips a `#!` line. At most one of each name, plus its repetition. */
function leadingDirectives(lines: readonly PhysicalLine[], comment: '#' | '//', start: number): Directive[] {
  const found: Directive[] = [];
  for (let i = start; i < lines.length && found.length <= known.size; i++) {
    const text = (lines[i]?.text ?? '').trimStart();
    if (!text.startsWith(comment)) break;
    const [, name = '', value = ''] = /^\s*([A-Za-z][A-Za-z0-9]*)\s*=(.*)$/s.exec(text.slice(comment.length)) ?? [];
    const lower = name.toLowerCase();
    if (!known.has(lower) || value.trim() === '') break;
    found.push({ name: lower, value: value.trim(), line: i + 1, column: 1 });
  }
  return found;
}

function findSyntax(lines: readonly PhysicalLine[]): SyntaxDirective | null {
  const start = lines[0]?.text.startsWith('#!') ? 1 : 0;
  const directives = [...leadingDirectives(lines, '#', start), ...leadingDirectives(lines, '//', start)];
  const found = directives.find(({ name }) => name === 'syntax');
  if (found !== undefined) return { image: found.value.split(' ', 1)[0] ?? '', line: found.line, column: found.column };
  return jsonSyntax(lines, start);
}

function jsonSyntax(lines: readonly PhysicalLine[], start: number): SyntaxDirective | null {
  if (!lines[start]?.text.trimStart().startsWith('{')) return null;
  try {
    const value: unknown = JSON.parse(
      lines
        .slice(start)
        .map(({ text }) => text)
        .join('\n'),
    );
    const image = isObject(value) ? ownText(value, 'syntax') : null;
    return image === null ? null : { image, line: start + 1, column: 1 };
  } catch {
    return null;
  }
}
