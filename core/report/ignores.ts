/**
 * Inline ignores: `# image-warden ignore=RULE[,RULE] reason`, on the line of a finding or the line before it. Without a reason
 * it forgives nothing. For `check` alone: admission sees objects, which have no comments.
 */
import type { InputProblem } from '../check/subjects.ts';
import { reasonText } from '../policy/texts.ts';
import { escapeText } from '../text.ts';
import { forgive } from './forgive.ts';
import { plain } from './plain.ts';
import type { Report } from './report.ts';

export interface Ignore {
  readonly file: string;
  /** 1-based, of the comment. */
  readonly line: number;
  readonly rules: readonly string[];
  readonly reason: string;
}

export interface FoundIgnores {
  readonly ignores: readonly Ignore[];
  readonly problems: readonly InputProblem[];
}

const comment = /(?:^|\s)#\s*image-warden\s+ignore=(\S*)[ \t]*(.*)$/;
const ruleId = /^[a-z][a-z0-9-]*$/;
const example = 'expected # image-warden ignore=RULE[,RULE] and the reason';

/** The ignores in a file's text, and what is wrong with others. */
export function ignoresOf(file: string, text: string): FoundIgnores {
  const found: { ignores: Ignore[]; problems: InputProblem[] } = { ignores: [], problems: [] };
  // Most files have none, and some are a hundred megabytes.
  if (!text.includes('image-warden')) return found;
  for (const [index, source] of text.split(/\r?\n/).entries()) {
    const match = source.includes('image-warden') ? comment.exec(source) : null;
    if (match === null) continue;
    const [, list = '', rest = ''] = match;
    const [rules, reason] = [list.split(','), rest.trim()];
    const message = troubleOf(rules, reason);
    const line = index + 1;
    if (message === null) found.ignores.push({ file, line, rules, reason });
    else found.problems.push({ file, line, column: source.indexOf('#', match.index) + 1, message });
  }
  return found;
}

function troubleOf(rules: readonly string[], reason: string): string | null {
  const wrong = rules.find((rule) => !ruleId.test(rule));
  if (wrong !== undefined) return `an ignore of ${wrong === '' ? 'no rule' : `"${escapeText(wrong)}", which is no rule's id`}: ${example}`;
  if (reason === '') return `an ignore without a reason: ${example}`;
  const maxLength = reasonText.maxLength ?? 256;
  return reason.length > maxLength ? `an ignore with a reason of ${reason.length} characters: expected at most ${maxLength}` : null;
}

export interface IgnoreResult {
  readonly report: Report;
  /** Ignores that forgave nothing: the finding is gone, or the comment stands elsewhere. */
  readonly unused: readonly Ignore[];
}

/** Findings beside or below an ignore of their rule become information with a note. */
export function applyIgnores(report: Report, ignores: readonly Ignore[]): IgnoreResult {
  const byLine = Map.groupBy(ignores, ({ file, line }) => `${line} ${file}`);
  const used = new Set<Ignore>();
  const forgiven = forgive(report, ({ rule, file, line }) => {
    const near = [line, line - 1].flatMap((one) => byLine.get(`${one} ${file}`) ?? []);
    const ignore = near.find(({ rules }) => rules.includes(rule));
    if (ignore === undefined) return null;
    used.add(ignore);
    return `ignored on line ${ignore.line}: ${plain(ignore.reason)}`;
  });
  return { report: forgiven, unused: ignores.filter((ignore) => !used.has(ignore)) };
}
