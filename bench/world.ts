/** What is measured, and on what: the built bundle, a Parameter Store with a policy, events. */
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildBundle } from '../test/lambda/emulators/bundle.ts';
import { type StoreServer, startParameterStore } from '../test/lambda/emulators/parameter-store.ts';
import { gatewayEvent, token } from '../test/lambda/gateway.ts';

export interface BenchWorld {
  /** The folder of the built function, without a policy. */
  readonly bundle: string;
  /** The same with a policy of 10,000 entries baked in. */
  readonly bakedBundle: string;
  readonly store: StoreServer;
  /** Fewer samples, for a look. */
  readonly quick: boolean;
}

/** The registries of bodies.ts among `count` others. */
export function scopes(count: number): string[] {
  const others = Array.from({ length: count - 2 }, (_, index) => `registry-${index % 97}.example.com/team-${index}/app`);
  return ['secureoci.com', 'ghcr.io/acme', ...others];
}

export async function makeWorld(quick: boolean): Promise<BenchWorld> {
  const bundle = buildBundle();
  const bakedBundle = mkdtempSync(join(tmpdir(), 'image-warden-baked-'));
  cpSync(bundle, bakedBundle, { recursive: true });
  writeFileSync(join(bakedBundle, 'policy.json'), JSON.stringify({ version: 1, images: scopes(10_000) }));
  const store = await startParameterStore();
  store.put('/image-warden/prod/allowlist', scopes(100).join(','), { tier: 'Advanced' });
  // Of the second stage only the clusters are there: its policy is baked in.
  const clusters = `prod=${createHash('sha256').update(token).digest('hex')}`;
  for (const stage of ['prod', 'baked']) store.put(`/image-warden/${stage}/clusters`, clusters);
  return { bundle, bakedBundle, store, quick };
}

/** A text of its own each time: no two events share what the engine remembers of a string. */
export function freshEvent(body: string): unknown {
  return gatewayEvent(Buffer.from(body).toString());
}

/** Nanoseconds of CPU that all threads of a process have used (proc_pid_schedstat(5)). */
export function cpuNs(pid: number): number {
  const tasks = readdirSync(`/proc/${pid}/task`);
  return tasks.reduce((sum, task) => sum + Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]), 0);
}

/** Kilobytes at the most so far. */
export function highWaterKb(pid: number): number {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

/** The measured process has the last core for itself, the load the others: `taskset` where it helps. */
export function pinned(command: readonly string[]): readonly string[] {
  const cores = availableParallelism();
  return cores < 2 ? command : ['taskset', '-c', String(cores - 1), ...command];
}
