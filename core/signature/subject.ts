/**
 * Distinguished names of notation's trusted identities, `C=US, ST=WA, O=Acme`: every attribute that the policy names must be in
 * the certificate's subject, with exactly that value. Source: notaryproject/specifications, trust-store-trust-policy.
 */
import type { X509Certificate } from 'node:crypto';

/** Attribute -> value; null when the text is no name, or one attribute is there twice. */
export function parseName(text: string): ReadonlyMap<string, string> | null {
  const parts = text.match(/(?:\\[\s\S]|[^\\,])+/g) ?? [];
  const name = new Map<string, string>();
  for (const part of parts) {
    const [, key, value] = /^\s*([A-Za-z]+)\s*=\s*([\s\S]*?)\s*$/.exec(part) ?? [];
    if (key === undefined || !value || name.has(key.toUpperCase())) return null;
    name.set(key.toUpperCase(), value.replace(/\\([\s\S])/g, '$1'));
  }
  return name.size === 0 ? null : name;
}

/** The certificate's subject; null when an attribute is there twice, because then no name is exact. */
export function subjectOf({ subject }: X509Certificate): ReadonlyMap<string, string> | null {
  const name = new Map<string, string>();
  for (const line of (subject ?? '').split('\n')) {
    const equals = line.indexOf('=');
    const key = line.slice(0, equals).toUpperCase();
    if (equals <= 0 || name.has(key)) return null;
    name.set(key, line.slice(equals + 1).replace(/\\([\s\S])/g, '$1'));
  }
  return name;
}

/** `S` is another spelling of `ST`. */
export function matchesName(expected: ReadonlyMap<string, string>, actual: ReadonlyMap<string, string>): boolean {
  return [...expected].every(([key, value]) => actual.get(key === 'S' ? 'ST' : key) === value);
}
