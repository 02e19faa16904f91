/** Hostile text, made fit for a message, a log line or a terminal: printable ASCII, cut. */
import { maxQuotedLength } from './limits.ts';

/** Everything but printable ASCII as `\uXXXX`; at most `maxLength` characters of the original. */
export function escapeText(text: string, maxLength = maxQuotedLength): string {
  const cut = text.length > maxLength ? `${text.slice(0, maxLength)}...` : text;
  return /[^ -~]/.test(cut) ? cut.replace(/[^ -~]/g, escapeUnit) : cut;
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** The same in double quotes. Two different texts that are not cut never have one spelling. */
export function quote(text: string, maxLength = maxQuotedLength): string {
  return `"${escapeText(text.replace(/["\\]/g, '\\$&'), maxLength)}"`;
}

/** The text as JSON in printable ASCII, quotation marks and all; null as `null`. Most texts stand as they are: to ask costs less than to escape. */
export function jsonText(text: string | null): string {
  if (text === null) return 'null';
  return /^[ !#-[\]-~]*$/.test(text) ? `"${text}"` : escapeText(JSON.stringify(text), Number.POSITIVE_INFINITY);
}

/** JSON in ASCII, on its lines as before: the same value, and nothing in it reaches a terminal as a command. */
export function escapeJson(json: string): string {
  return json.replace(/[^\n -~]/g, escapeUnit);
}
