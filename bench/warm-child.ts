/** G1, in a process of its own: the whole handler and the floor in batches, in turn, on fresh events. Sends the ratios to its parent. */
import { pathToFileURL } from 'node:url';
import type { Context } from 'aws-lambda';
import { bodies, sizes } from './bodies.ts';
import { floorHandler, isAllowed } from './process.ts';
import { freshEvent } from './world.ts';

type Handler = (event: unknown, context: Context) => Promise<unknown>;

const [bundle = '', quick = ''] = process.argv.slice(2);
const context = { awsRequestId: '8476a536-e9f4-11e8-9739-2dfe598c3fcd', getRemainingTimeInMillis: () => 8000 } as Context;
/** Nanoseconds of one batch. */
const batchNs = 600_000;

async function load(file: string): Promise<Handler> {
  const { handler } = (await import(pathToFileURL(file).href)) as { handler: Handler };
  return handler;
}

async function batch(handler: Handler, events: readonly unknown[]): Promise<number> {
  const start = process.hrtime.bigint();
  for (const event of events) await handler(event, context);
  return Number(process.hrtime.bigint() - start) / events.length;
}

/** 200 calls of each, of every size before the first is measured: what is optimised for one is optimised for all. */
async function warmUp(ours: Handler, floor: Handler, body: string): Promise<void> {
  const fresh = (count: number): unknown[] => Array.from({ length: count }, () => freshEvent(body));
  for (let calls = 0; calls < 200; calls += 10) {
    await batch(ours, fresh(10));
    await batch(floor, fresh(10));
  }
}

/** The median of some batches: the first ones still find the largest bodies in the caches. */
async function timeOf(handler: Handler, fresh: (count: number) => unknown[]): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 21; round++) times.push(await batch(handler, fresh(10)));
  return times.toSorted((a, b) => a - b)[10] ?? batchNs;
}

async function ratiosOf(ours: Handler, floor: Handler, body: string, rounds: number): Promise<number[]> {
  const fresh = (count: number): unknown[] => Array.from({ length: count }, () => freshEvent(body));
  if (!isAllowed(await ours(freshEvent(body), context))) throw new Error('the measured answer is no allow');
  const count = Math.max(1, Math.round(batchNs / (await timeOf(floor, fresh))));
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const [events, others] = [fresh(count), fresh(count)];
    const oursFirst = Math.random() < 0.5;
    const before = oursFirst ? await batch(ours, events) : await batch(floor, others);
    const after = oursFirst ? await batch(floor, others) : await batch(ours, events);
    ratios.push(oursFirst ? before / after : after / before);
  }
  return ratios;
}

const [ours, floor] = [await load(`${bundle}/index.mjs`), await load(floorHandler)];
const measured: Record<string, number[]> = {};
for (const size of sizes) await warmUp(ours, floor, bodies[size]);
for (const size of sizes) {
  const rounds = (size === '1.5MB' ? 81 : 401) / (quick === 'quick' ? 8 : 1);
  measured[size] = await ratiosOf(ours, floor, bodies[size], rounds);
}
process.send?.(measured, () => process.exit(0));
