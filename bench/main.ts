/**
 * `npm run bench [-- G1 G3 evidence ...] [-- --quick]`: measures, prints a table, writes bench/results.json. Peers (G6, G7) join by
 * IMAGE_WARDEN_BENCH_BOUNCER, IMAGE_WARDEN_BENCH_OPA and IMAGE_WARDEN_BENCH_GO, each the URL of a server on this machine.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { measureCold } from './cold.ts';
import { measureDecision } from './decision.ts';
import { measureEvidence } from './evidence.ts';
import type { Figure } from './goals.ts';
import { measurePeers } from './peers.ts';
import { measureRuntime } from './runtime.ts';
import { coldKb, measureSize } from './size.ts';
import { printTable } from './table.ts';
import { measureWarm } from './warm.ts';
import { type BenchWorld, makeWorld } from './world.ts';

export type Results = Record<string, Record<string, Figure>>;

const parts: readonly [ids: readonly string[], measure: (world: BenchWorld) => Promise<Results>][] = [
  [['G4'], async (world) => ({ G4: measureSize(world) })],
  [['G8', 'G9'], measureDecision],
  [['G1'], async (world) => ({ G1: await measureWarm(world) })],
  [['G2', 'G12'], measureRuntime],
  [['G3', 'G5', 'G11'], measureCold],
  [['G6', 'G7'], measurePeers],
  [['evidence'], measureEvidence],
];

/** G1 to G12 by their number, then the others. */
const placeOf = (id: string): number => (id.startsWith('G') ? Number(id.slice(1)) : 100);
const wanted = process.argv.slice(2).filter((argument) => /^(G\d+|evidence)$/.test(argument));
const world = await makeWorld(process.argv.includes('--quick'));
const results: Results = {};
for (const [ids, measure] of parts) {
  if (wanted.length > 0 && !ids.some((id) => wanted.includes(id))) continue;
  process.stderr.write(`measuring ${ids.join(', ')}\n`);
  Object.assign(results, await measure(world));
}
printTable(results);
process.stdout.write(`A cold decision of a plain allowlist loads ${coldKb(world).toFixed(1)} KB in all.\n`);
const file = new URL('./results.json', import.meta.url);
const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Results) : {};
const all = { ...before, ...results };
writeFileSync(
  file,
  `${JSON.stringify(Object.fromEntries(Object.entries(all).toSorted(([a], [b]) => placeOf(a) - placeOf(b))), null, 2)}\n`,
);
await world.store.close();
