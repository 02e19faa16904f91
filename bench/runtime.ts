/** G2: the warm handler through the Runtime API, by the CPU of its process. G12: how late the slowest of its answers are. */
import { bodies, sizes } from './bodies.ts';
import { type Figure, figureOf, goals, quantile } from './goals.ts';
import { floorHandler, isAllowed, type MeasuredProcess, startProcess } from './process.ts';
import { type BenchWorld, cpuNs, freshEvent } from './world.ts';

/** Calls of one round: enough that a tick of the scheduler does not count. */
const calls = { '2KB': 200, '6KB': 200, '100KB': 40, '1.5MB': 8 } as const;

interface Round {
  readonly cpu: number;
  readonly latenciesMs: readonly number[];
}

async function roundOf(server: MeasuredProcess, body: string, count: number): Promise<Round> {
  const latenciesMs: number[] = [];
  const before = cpuNs(server.pid);
  for (let call = 0; call < count; call++) {
    const event = freshEvent(body);
    const start = performance.now();
    await server.invoke(event);
    latenciesMs.push(performance.now() - start);
  }
  return { cpu: cpuNs(server.pid) - before, latenciesMs };
}

/** Both in turn, in a random order. */
async function pair(ours: MeasuredProcess, floor: MeasuredProcess, body: string, count: number): Promise<readonly [Round, Round]> {
  if (Math.random() < 0.5) return [await roundOf(ours, body, count), await roundOf(floor, body, count)];
  const second = await roundOf(floor, body, count);
  return [await roundOf(ours, body, count), second];
}

export async function measureRuntime({ bundle, store, quick }: BenchWorld): Promise<Record<'G2' | 'G12', Record<string, Figure>>> {
  const ours = await startProcess(`${bundle}/index.mjs`, { AWS_ENDPOINT_URL_SSM: store.url });
  const floor = await startProcess(floorHandler, {});
  const G2: Record<string, Figure> = {};
  try {
    for (const size of sizes) {
      if (!isAllowed(await ours.invoke(freshEvent(bodies[size])))) throw new Error('the measured answer is no allow');
      await pair(ours, floor, bodies[size], calls[size] * 2);
      const ratios: number[] = [];
      for (let round = 0; round < (quick ? 7 : 31); round++) {
        const [a, b] = await pair(ours, floor, bodies[size], calls[size]);
        ratios.push(a.cpu / b.cpu);
      }
      G2[size] = figureOf(ratios, goals['G2']?.[size] ?? 0);
    }
    return { G2, G12: { p99: await tail(ours, floor, quick) } };
  } finally {
    await Promise.all([ours.close(), floor.close()]);
  }
}

async function tail(ours: MeasuredProcess, floor: MeasuredProcess, quick: boolean): Promise<Figure> {
  const ratios: number[] = [];
  for (let round = 0; round < (quick ? 2 : 7); round++) {
    const [a, b] = await pair(ours, floor, bodies['1.5MB'], quick ? 30 : 100);
    const p99 = ({ latenciesMs }: Round): number =>
      quantile(
        latenciesMs.toSorted((x, y) => x - y),
        0.99,
      );
    ratios.push(p99(a) / p99(b));
  }
  return figureOf(ratios, goals['G12']?.['p99'] ?? 0);
}
