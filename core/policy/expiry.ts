/** What ends soon or has ended: entries and exceptions with an `until`. */
import { instantOf } from './dates.ts';
import { type MergedDocument, scopeOf } from './merge.ts';

/** Days before an end at which people are told. */
const noticeDays = 14;
const dayMs = 86_400_000;

export interface Ending {
  /** Where the entry or exception stands in the document. */
  readonly steps: readonly (string | number)[];
  /** `ghcr.io/acme`, or `the exception from denied-tag for docker.io/acme/old (team-b)`. */
  readonly what: string;
  /** As written. */
  readonly until: string;
  /** Whole days that are left; negative: it is over. */
  readonly daysLeft: number;
}

/** Everything that is over, or will be within 14 days. */
export function endingsOf({ images, exceptions }: MergedDocument, nowMs: number): Ending[] {
  const entries = images.flatMap((entry, index) =>
    typeof entry === 'string' || entry.until === undefined ? [] : [{ steps: ['images', index], what: scopeOf(entry), until: entry.until }],
  );
  const forgiven = exceptions.map(({ rule, image, owner, until }, index) => ({
    steps: ['exceptions', index],
    what: `the exception from ${rule} for ${image} (${owner})`,
    until,
  }));
  return [...entries, ...forgiven].flatMap((one) => {
    const leftMs = (instantOf(one.until, 'until') ?? 0) - nowMs;
    const daysLeft = leftMs > 0 ? Math.floor(leftMs / dayMs) : Math.min(-1, Math.floor(leftMs / dayMs));
    return daysLeft < noticeDays ? [{ ...one, daysLeft }] : [];
  });
}

/** `ghcr.io/acme ends on 2027-03-31, in 5 days`. */
export function endingText({ what, until, daysLeft }: Ending): string {
  if (daysLeft < 0) return `${what} is over since ${until}`;
  return `${what} ends on ${until}, ${daysLeft === 0 ? 'within a day' : `in ${daysLeft} ${daysLeft === 1 ? 'day' : 'days'}`}`;
}
