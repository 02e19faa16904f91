/** Reading hostile bytes: strict base64, strict UTF-8, JSON. Null means "not that"; nothing here throws. */

const base64Pattern = /^[A-Za-z0-9+/]*={0,2}$/;
const base64urlPattern = /^[A-Za-z0-9_-]*$/;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** RFC 4648 section 4, padded, without line ends, one text for one value; null for any other text or value. */
export function decodeBase64(text: unknown): Buffer | null {
  return typeof text === 'string' && base64Pattern.test(text) ? canonical(text, 'base64') : null;
}

/** RFC 4648 section 5 without padding, as JWS has it. */
export function decodeBase64url(text: unknown): Buffer | null {
  return typeof text === 'string' && base64urlPattern.test(text) ? canonical(text, 'base64url') : null;
}

/** Unused bits of the last digit must be zero, or one signature would have several spellings. */
function canonical(text: string, encoding: 'base64' | 'base64url'): Buffer | null {
  const bytes = Buffer.from(text, encoding);
  return bytes.toString(encoding) === text ? bytes : null;
}

/** Undefined when the bytes are no JSON text in UTF-8. */
export function parseJsonBytes(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}

/** The body of every PEM block of this label. */
export function pemBlocks(text: string, label: string): Buffer[] {
  const pattern = new RegExp(`-----BEGIN ${label}-----([A-Za-z0-9+/=\\s]+)-----END ${label}-----`, 'g');
  return [...text.matchAll(pattern)].flatMap(([, body = '']) => decodeBase64(body.replace(/\s+/g, '')) ?? []);
}
