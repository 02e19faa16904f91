/** How far below each host a policy's scopes reach: what decisions need not look up, because no scope can be there. */

export interface Reach {
  /** Parts of the longest path. */
  readonly depth: number;
  /** Some scope ends in a tag or a digest. */
  readonly pinned: boolean;
}

/** By host, as written in the scopes: `host[:port][/path][:tag|@digest]`. */
export function reachOf(scopes: Iterable<string>): Map<string, Reach> {
  const hosts = new Map<string, Reach>();
  for (const scope of scopes) {
    const slash = scope.indexOf('/');
    const host = slash < 0 ? scope : scope.slice(0, slash);
    const known = hosts.get(host);
    const depth = slash < 0 ? 0 : partsIn(scope, slash);
    const pinned = slash >= 0 && (scope.includes(':', slash) || scope.includes('@', slash));
    if (known === undefined) hosts.set(host, { depth, pinned });
    else if (depth > known.depth || (pinned && !known.pinned))
      hosts.set(host, { depth: Math.max(known.depth, depth), pinned: known.pinned || pinned });
  }
  return hosts;
}

function partsIn(scope: string, slash: number): number {
  let parts = 0;
  for (let at = slash; at >= 0; at = scope.indexOf('/', at + 1)) parts++;
  return parts;
}
