/** G1: the warm handler, whole, against the floor. */
import { measureIn } from './child.ts';
import { type Figure, figureOf, goals } from './goals.ts';
import type { BenchWorld } from './world.ts';

export async function measureWarm({ bundle, store, quick }: BenchWorld): Promise<Record<string, Figure>> {
  const env = { AWS_ENDPOINT_URL_SSM: store.url, AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'AKID', AWS_SECRET_ACCESS_KEY: 'secret' };
  const ratios = await measureIn<Record<string, number[]>>('./warm-child.ts', [bundle, quick ? 'quick' : ''], env);
  return Object.fromEntries(Object.entries(goals['G1'] ?? {}).map(([size, goal]) => [size, figureOf(ratios[size] ?? [], goal)]));
}
