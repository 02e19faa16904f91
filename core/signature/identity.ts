/** Keyless identities: issuer exact, subject exact or with one trailing `*`. Both are required, and no regular expression is one. */
import { escapeText } from '../text.ts';

export interface Identity {
  readonly issuer: string;
  /** Exact, or a beginning before one trailing `*`. */
  readonly subject: string;
}

export function matchesIdentity(expected: Identity, actual: { readonly issuer: string; readonly subject: string }): boolean {
  if (expected.issuer !== actual.issuer) return false;
  const { subject } = expected;
  return subject.endsWith('*') ? actual.subject.startsWith(subject.slice(0, -1)) : actual.subject === subject;
}

/** `SUBJECT (ISSUER)`, hostile parts escaped. */
export function describeIdentity({ issuer, subject }: Identity): string {
  return `${escapeText(subject, 1024)} (${escapeText(issuer, 1024)})`;
}
