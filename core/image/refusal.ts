/** Why a text is no image reference or no scope. The text is attacker-chosen: what is repeated of it is escaped and cut. */
import { maxReasonQuoteLength } from '../limits.ts';
import { quote as quoteText } from '../text.ts';

export interface Refusal {
  /** One clause, printable ASCII only. */
  readonly reason: string;
  /** 0-based index (UTF-16 unit) in the text. */
  readonly position: number;
}

export function refuse(reason: string, position: number): Refusal {
  return { reason, position };
}

/** Of what `parseReference` or `parseScope` gave. */
export function isRefusal(x: object): x is Refusal {
  return (x as Partial<Refusal>).reason !== undefined;
}

/** `text` in double quotes, cut to `maxReasonQuoteLength` characters. */
export function quote(text: string): string {
  return quoteText(text, maxReasonQuoteLength);
}

/** The character at `position`, quoted; `the end` behind the last one. */
export function quoteAt(text: string, position: number): string {
  return position < text.length ? quote(text.charAt(position)) : 'the end';
}

/**
 * Troubles of the whole text, clearer than what the grammar trips over first: white space, control characters, non-ASCII,
 * a scheme, user information. Null when there is none. Called only for a text that is already refused.
 */
export function explainText(text: string): Refusal | null {
  const position = text.search(/[^!-~]/);
  if (position >= 0) return refuse(nameUnprintable(text, position), position);
  const scheme = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.exec(text);
  if (scheme !== null) return refuse(`scheme ${quote(scheme[0])}: leave it out`, 0);
  return explainUserInfo(text);
}

function nameUnprintable(text: string, position: number): string {
  const code = text.codePointAt(position) ?? 0;
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  if (/\s/.test(text.charAt(position))) return `white space (${name})`;
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return `control character ${name}`;
  return `non-ASCII character ${name}`;
}

function explainUserInfo(text: string): Refusal | null {
  const position = text.indexOf('@');
  if (position < 0 || position > text.indexOf('/')) return null;
  if (/^sha\d*:/i.test(text.slice(position + 1))) return null;
  return refuse('user information before "@": a registry is named by its host alone', position);
}
