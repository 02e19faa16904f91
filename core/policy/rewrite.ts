/** Rewriting: everything below `from` is taken from below `to`; the most specific `from` holds. */
import type { ImageReference } from '../image/reference.ts';
import type { RewriteDocument } from './keys/rewrite.ts';
import type { Policy } from './policy.ts';
import type { Problem } from './shape.ts';

/** The image to write instead, with its tag and digest; null when no `from` covers it. */
export function rewriteImage({ rewrite }: Policy, { host, path, tag, digest }: ImageReference): string | null {
  if (rewrite.size === 0) return null;
  const name = `${host}/${path}`;
  const suffix = `${tag === null ? '' : `:${tag}`}${digest === null ? '' : `@${digest}`}`;
  for (let from = name; ; from = from.slice(0, from.lastIndexOf('/'))) {
    const to = rewrite.get(from);
    // A host alone would be read as an image of Docker Hub.
    if (to !== undefined) return from === name && !to.includes('/') ? null : `${to}${name.slice(from.length)}${suffix}`;
    if (from.length <= host.length) return null;
  }
}

/** A `from` twice, and a `to` that would be rewritten again: then a second mutation would change what the first one made. */
export function rewriteProblems(table: readonly RewriteDocument[]): Problem[] {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const [index, { from, to }] of table.entries()) {
    if (seen.has(from)) problems.push(problem(index, 'from', 'each `from` once', `${from} again`, 'remove one'));
    seen.add(from);
    const again = table.find((other) => to === other.from || to.startsWith(`${other.from}/`) || other.from.startsWith(`${to}/`));
    if (again !== undefined)
      problems.push(
        problem(index, 'to', 'a `to` that no `from` meets', `${to}, which meets ${again.from}`, 'an image must not be rewritten twice'),
      );
  }
  return problems;
}

function problem(index: number, key: string, expected: string, got: string, hint: string): Problem {
  return { steps: ['rewrite', index, key], onKey: false, expected, got, hint };
}
