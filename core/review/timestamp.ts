/** The time of a record: ISO 8601 in UTC with milliseconds, `2027-01-01T00:00:00.000Z`. */

/** The last second that was written, because `toISOString` costs as much as an image's whole decision. */
let second = { startMs: Number.NaN, text: '' };

/** `nowMs` is whole milliseconds since the epoch. */
export function timestampOf(nowMs: number): string {
  const startMs = nowMs - (nowMs % 1000);
  if (startMs !== second.startMs) second = { startMs, text: new Date(startMs).toISOString().slice(0, -4) };
  return `${second.text}${String(nowMs - startMs).padStart(3, '0')}Z`;
}
