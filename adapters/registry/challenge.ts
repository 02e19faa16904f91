/** `WWW-Authenticate` as registries send it (RFC 9110, section 11.6.1; distribution, token specification). The header is hostile. */

export type Challenge =
  | { readonly scheme: 'basic' }
  | { readonly scheme: 'bearer'; readonly realm: string; readonly service: string | null };

/** The challenge that can be met; null when there is none. Of several a token is preferred: Basic is of no use without a password. */
export function parseChallenge(header: string | null): Challenge | null {
  const challenges = splitChallenges((header ?? '').slice(0, 4096));
  for (const { scheme, parameters } of challenges) {
    const realm = scheme === 'bearer' ? parameters.get('realm') : undefined;
    if (realm) return { scheme: 'bearer', realm, service: parameters.get('service') ?? null };
  }
  return challenges.some(({ scheme }) => scheme === 'basic') ? { scheme: 'basic' } : null;
}

interface Read {
  readonly scheme: string;
  readonly parameters: Map<string, string>;
}

/** A word with a value is a parameter of the scheme before it, a word alone is the next scheme. */
function splitChallenges(header: string): Read[] {
  const challenges: Read[] = [];
  for (const [, word = '', equals, quoted, plain] of header.matchAll(/([A-Za-z0-9._-]+)(\s*=\s*(?:"([^"]*)"|([^\s,"]+)))?/g)) {
    if (equals === undefined) challenges.push({ scheme: word.toLowerCase(), parameters: new Map() });
    else challenges.at(-1)?.parameters.set(word.toLowerCase(), quoted ?? plain ?? '');
  }
  return challenges;
}
