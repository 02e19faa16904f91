/**
 * Digests: `algorithm ":" lower-case-hex`, of exactly the algorithm's length.
 *
 * Source: distribution/reference and opencontainers/go-digest. Where those know sha384 and sha512 only when the program
 * links them, we always do; every other algorithm is refused, because no runtime could check it.
 */
import { at, isHex, isLowerHex } from './chars.ts';
import { quote, quoteAt, type Refusal, refuse } from './refusal.ts';

const hexLengths: ReadonlyMap<string, number> = new Map([
  ['sha256', 64],
  ['sha384', 96],
  ['sha512', 128],
]);

/** Checks the digest that takes all of `text` from `start` on; null when it is one. */
export function checkDigest(text: string, start: number): Refusal | null {
  const known = text.startsWith('sha256:', start);
  const hexStart = known ? start + 7 : text.indexOf(':', start) + 1;
  if (hexStart === 0) return missingAlgorithm(text, start);
  const expected = known ? 64 : hexLengths.get(text.slice(start, hexStart - 1));
  if (expected === undefined) return unknownAlgorithm(text, start, hexStart - 1);
  let i = hexStart;
  while (i < text.length && isLowerHex(text.charCodeAt(i))) i++;
  if (i === text.length && i - hexStart === expected) return null;
  return refuseHex(text, hexStart, i, expected);
}

function missingAlgorithm(text: string, start: number): Refusal {
  if (start === text.length) return refuse('no digest after "@"', start);
  const given = quote(text.slice(start));
  return refuse(`${given} after "@" is no digest (sha256: and 64 hex digits), and user information is refused`, start);
}

function unknownAlgorithm(text: string, start: number, end: number): Refusal {
  if (start === end) return refuse('no digest algorithm before ":"', start);
  return refuse(`unknown digest algorithm ${quote(text.slice(start, end))}: expected sha256, sha384 or sha512`, start);
}

function refuseHex(text: string, hexStart: number, stop: number, expected: number): Refusal {
  const count = stop - hexStart;
  if (stop === text.length) return refuse(`${count} hex digits, expected ${expected}`, stop);
  const code = text.charCodeAt(stop);
  if (code === at) return refuse('two digests', stop);
  if (isHex(code)) return refuse('upper-case letter in the digest: its hex digits are lower case', stop);
  return refuse(`${quoteAt(text, stop)} is no hex digit`, stop);
}
