/**
 * Writing CEL, the expression language of Kubernetes' admission policies. Only what API servers know since 1.30 is used: the
 * standard functions, optional fields (`.?`) and the strings library.
 */

/** A string literal; JSON's escapes are CEL's. Printable ASCII in, printable ASCII out. */
export function celText(text: string): string {
  return JSON.stringify(text);
}

/** A list of texts, one on a line, so that two exports can be compared line by line. */
export function celList(texts: readonly string[]): string {
  return texts.length === 0 ? '[]' : `[\n  ${texts.map(celText).join(',\n  ')}\n]`;
}

/** `a || b`; without terms what holds then: false. */
export function celAny(terms: readonly string[]): string {
  return terms.length === 0 ? 'false' : terms.join(' || ');
}

/** `a && b`; without terms true. */
export function celAll(terms: readonly string[]): string {
  return terms.length === 0 ? 'true' : terms.join(' && ');
}

/** A name is one of the patterns, exact or with one trailing `*`. `subject` is CEL. */
export function celMatches(subject: string, patterns: readonly string[]): string {
  return celAny(
    patterns.map((one) => (one.endsWith('*') ? `${subject}.startsWith(${celText(one.slice(0, -1))})` : `${subject} == ${celText(one)}`)),
  );
}
