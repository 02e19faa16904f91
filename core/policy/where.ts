/** Where an entry applies: cluster and namespace names, each exact or with one trailing `*`. Keys are ANDed, items ORed. */

export interface Where {
  /** Null: any cluster, also an unknown one. */
  readonly clusters: readonly string[] | null;
  readonly namespaces: readonly string[] | null;
}

/** Where an image is to run; null: the request does not tell. */
export interface Place {
  readonly cluster: string | null;
  readonly namespace: string | null;
}

/** Exact, or a prefix before one trailing `*`. */
export function matchesPattern(pattern: string, text: string): boolean {
  return pattern.endsWith('*') ? text.startsWith(pattern.slice(0, -1)) : pattern === text;
}

export function matchesAny(patterns: readonly string[], text: string): boolean {
  return patterns.some((pattern) => matchesPattern(pattern, text));
}

/** Whether `pattern` matches all that `other` matches. */
export function patternCovers(pattern: string, other: string): boolean {
  return pattern === other || (pattern.endsWith('*') && other.startsWith(pattern.slice(0, -1)));
}

/** `unknown` is what holds where the request does not tell: false for what admits, true for what denies. */
export function appliesTo(where: Where | null, place: Place, unknown: boolean): boolean {
  if (where === null) return true;
  const holds = (patterns: readonly string[] | null, name: string | null): boolean =>
    patterns === null || (name === null ? unknown : matchesAny(patterns, name));
  return holds(where.clusters, place.cluster) && holds(where.namespaces, place.namespace);
}

/** Whether some place is meant by both. */
export function canMeet(a: Where | null, b: Where | null): boolean {
  return (['clusters', 'namespaces'] as const).every((key) => listsMeet(a?.[key] ?? null, b?.[key] ?? null));
}

function listsMeet(a: readonly string[] | null, b: readonly string[] | null): boolean {
  return a === null || b === null || a.some((x) => b.some((y) => patternsMeet(x, y)));
}

function patternsMeet(a: string, b: string): boolean {
  if (!a.endsWith('*')) return matchesPattern(b, a);
  if (!b.endsWith('*')) return matchesPattern(a, b);
  const [x, y] = [a.slice(0, -1), b.slice(0, -1)];
  return x.startsWith(y) || y.startsWith(x);
}
