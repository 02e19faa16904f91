/** Paths as the visitor spells them (spot.ts), read back. */

/** Keys and positions; those of a path that was cut end early. */
export function stepsOf(path: string): (string | number)[] {
  const step = /\.?([A-Za-z_]\w*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/y;
  const steps: (string | number)[] = [];
  for (let match = step.exec(path); match !== null; match = step.exec(path)) {
    const [, key, position, quoted] = match;
    if (key !== undefined) steps.push(key);
    else steps.push(position === undefined ? (JSON.parse(quoted ?? '""') as string) : Number(position));
  }
  return steps;
}

/** `request.object` and `spec`, `["a b"]` or `''`, as one path. */
export function joinPath(prefix: string, path: string): string {
  return `${prefix}${prefix === '' || path === '' || path.startsWith('[') ? '' : '.'}${path}`;
}
