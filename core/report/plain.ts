/** Texts of a report, made fit for any output: a report may come from another machine, so nothing in it is trusted. */
import { maxMessageBytes } from '../limits.ts';
import { escapeText } from '../text.ts';
import type { ReportObject } from './report.ts';

/** Printable ASCII on one line; the same spelling in every output. */
export function plain(text: string): string {
  return escapeText(text, maxMessageBytes);
}

/** Lines of a fix: what to do, then perhaps a form to copy. */
const maxFixLines = 40;

/** The fix line by line, each as `plain` has it; never empty. */
export function fixLines(fix: string): [string, ...string[]] {
  const [first = '', ...rest] = fix.split('\n', maxFixLines);
  return [plain(first), ...rest.map(plain)];
}

/** `Pod default/web`; what is not known is left out, `object` when nothing is. */
export function objectName({ kind, namespace, name }: ReportObject): string {
  const place = namespace === null ? '' : `${namespace}/`;
  const words = [kind === null || kind === '' ? 'object' : kind, `${place}${name ?? ''}`];
  return plain(words.filter((word) => word !== '').join(' '));
}

/** `1 image`, `2 images`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
