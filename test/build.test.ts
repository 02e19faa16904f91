/** What is shipped: its size, what a cold start loads, and that it is the same each time. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { buildBundle } from './lambda/emulators/bundle.ts';

interface Output {
  readonly bytes: number;
  readonly imports: readonly { readonly path: string; readonly kind: string; readonly external?: boolean }[];
  readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>>;
  readonly entryPoint?: string;
}

let [first, second] = ['', ''];
let outputs: Map<string, Output>;

beforeAll(() => {
  [first, second] = [buildBundle(), buildBundle()];
  const meta = JSON.parse(readFileSync(join(first, 'meta.json'), 'utf8')) as { outputs: Record<string, Output> };
  outputs = new Map(Object.entries(meta.outputs).map(([path, output]) => [path.slice(path.lastIndexOf('/') + 1), output]));
});

const chunkName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const chunkOf = (source: string): string => [...outputs].find(([, { entryPoint }]) => entryPoint === source)?.[0] ?? source;

/** The chunks and everything that they import statically. */
function withImports(...names: string[]): Set<string> {
  const seen = new Set<string>();
  const queue = [...names];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    for (const { path, kind, external } of outputs.get(name)?.imports ?? [])
      if (kind === 'import-statement' && !external) queue.push(chunkName(path));
  }
  return seen;
}

const bytesOf = (names: Iterable<string>): number => [...names].reduce((sum, name) => sum + (outputs.get(name)?.bytes ?? 0), 0);
/** What the first review under a plain allowlist loads. */
const coldChunks = () => withImports('index.mjs', chunkOf('lambda/policies.ts'), chunkOf('core/review/judge.ts'));

describe('the function', () => {
  it('is small: index.mjs and its static imports take at most 32 KB', () => {
    expect(bytesOf(withImports('index.mjs'))).toBeLessThanOrEqual(32 * 1024);
  });

  it('loads at most 88 KB in all until the first verdict of a plain allowlist', () => {
    expect(bytesOf(coldChunks())).toBeLessThanOrEqual(88 * 1024);
  });

  it('loads nothing heavy for a plain allowlist', () => {
    const sources = [...coldChunks()].flatMap((name) => Object.keys(outputs.get(name)?.inputs ?? {}));
    const packages = new Set(sources.flatMap((source) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? []));
    expect([...packages].toSorted()).toEqual(['@middy/core', 'aws4']);
    expect(sources).not.toContain('core/policy/document.ts');
    expect(sources).not.toContain('core/check/request.ts');
  });

  it('imports no builtin whose ESM import touches every lazy getter', () => {
    const imported = [...outputs.values()].flatMap(({ imports }) =>
      imports.filter(({ kind }) => kind === 'import-statement').map(({ path }) => path),
    );
    const builtins = new Set(imported.filter((path) => !path.includes('.mjs')));
    expect([...builtins]).toEqual([]);
    const written = readdirSync(first).filter((name) => /^(index|lazy-).*\.mjs$/.test(name));
    for (const name of written) expect(readFileSync(join(first, name), 'utf8')).not.toMatch(/(?:from|import)\s*["']node:/);
  });

  it('is the same each time it is built', () => {
    const hashes = (folder: string): string[] =>
      readdirSync(folder)
        .filter((name) => name.endsWith('.mjs'))
        .map(
          (name) =>
            `${name} ${createHash('sha256')
              .update(readFileSync(join(folder, name)))
              .digest('hex')}`,
        );
    expect(hashes(second)).toEqual(hashes(first));
  });
});
