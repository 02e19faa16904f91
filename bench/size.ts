/** G4: what is loaded before the first request. */
import { readFileSync } from 'node:fs';
import { type Figure, figureOf, goals } from './goals.ts';
import type { BenchWorld } from './world.ts';

interface Meta {
  readonly outputs: Readonly<Record<string, { readonly bytes: number; readonly entryPoint?: string; readonly imports: readonly Import[] }>>;
}
interface Import {
  readonly path: string;
  readonly kind: string;
}

/** Bytes of the outputs made of these sources, and of everything that they import statically. */
function bytesOf(bundle: string, sources: readonly string[]): number {
  const { outputs } = JSON.parse(readFileSync(`${bundle}/meta.json`, 'utf8')) as Meta;
  const queue = Object.keys(outputs).filter((path) => sources.includes(outputs[path]?.entryPoint ?? ''));
  const seen = new Set<string>();
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    const output = outputs[path];
    if (seen.has(path) || output === undefined) continue;
    seen.add(path);
    queue.push(...output.imports.filter(({ kind }) => kind === 'import-statement').map((one) => one.path));
  }
  return [...seen].reduce((sum, path) => sum + (outputs[path]?.bytes ?? 0), 0);
}

export function measureSize({ bundle }: BenchWorld): Record<string, Figure> {
  return { KB: figureOf([bytesOf(bundle, ['lambda/handler.ts']) / 1024], goals['G4']?.['KB'] ?? 0) };
}

/** KB that are loaded until the first verdict of a plain allowlist. */
export function coldKb({ bundle }: BenchWorld): number {
  return bytesOf(bundle, ['lambda/handler.ts', 'lambda/policies.ts', 'core/review/judge.ts']) / 1024;
}
