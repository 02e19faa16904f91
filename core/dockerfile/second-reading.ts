/**
 * The one file that knows `dockerfile-ast`, the parser of the Docker language server: a second opinion on where stages begin.
 * BuildKit, buildah, kaniko and editors do not all cut a file alike (`\\` at a line's end, a heredoc in quotes, an unknown
 * directive in front), and a FROM that one of them reads and another takes for an argument hides an image. Where the two
 * readings differ nobody can tell which one the builder follows, so the file is a problem.
 */
import { DockerfileParser } from 'dockerfile-ast';
import { maxSecondReadingLength } from '../limits.ts';
import type { PhysicalLine } from './lines.ts';
import type { DockerfileProblem } from './problem.ts';

/** Lines at the top whose comments are kept, as they may be directives; the parser compares each other comment with each stage. */
const keptComments = 20;

/** `fromLines`: where the first reading has a FROM, 1-based. Longer files are not read twice: the parser is quadratic in flags. */
export function secondReading(lines: readonly PhysicalLine[], fromLines: readonly number[]): DockerfileProblem[] {
  const text = lines.map((line, index) => (index >= keptComments && line.text.trimStart().startsWith('#') ? '' : line.text)).join('\n');
  if (text.length > maxSecondReadingLength) return [];
  const mine = new Set(fromLines);
  const theirs = new Set(otherFromLines(text));
  const differing = [...new Set([...fromLines, ...theirs])]
    .filter((line) => mine.has(line) !== theirs.has(line))
    .sort((one, two) => one - two);
  return differing.slice(0, 1).map((line) => ({
    line,
    column: 1,
    message: `parsers do not agree whether a stage begins here (${mine.has(line) ? 'dockerfile-ast says no' : 'BuildKit says no'}): write it plainly`,
  }));
}

function otherFromLines(text: string): number[] {
  return DockerfileParser.parse(text)
    .getFROMs()
    .map((from) => from.getRange().start.line + 1);
}
