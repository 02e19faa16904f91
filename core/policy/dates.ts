/**
 * Dates of the policy: `YYYY-MM-DD`, which means UTC whatever TZ says, or an RFC 3339 instant. The one place that reads
 * them; whoever compares takes the clock's milliseconds as an argument.
 */

const datePattern = /^(\d{4})-(\d{2})-(\d{2})/;
const instantPattern = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/**
 * Milliseconds since the epoch at which what is dated so begins (`from`: a date's 00:00:00 UTC) or is over (`until`: a
 * date counts through 23:59:59 UTC). Null when the text is no date.
 */
export function instantOf(text: string, edge: 'from' | 'until'): number | null {
  const parts = datePattern.exec(text);
  if (parts === null) return null;
  const [year, month, day] = parts.slice(1).map(Number) as [number, number, number];
  const midnight = Date.UTC(year, month - 1, day);
  if (new Date(midnight).toISOString().slice(0, 10) !== text.slice(0, 10)) return null;
  if (text.length === 10) return edge === 'from' ? midnight : midnight + 86_400_000;
  return instantPattern.test(text) ? Date.parse(text) : null;
}
