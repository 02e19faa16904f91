/** G8: a decision does not cost more with more entries. G9: it is a small part of reading the body, and grows with the containers only. */
import { measureIn } from './child.ts';
import { type Figure, figureOf, goals } from './goals.ts';
import type { BenchWorld } from './world.ts';

export async function measureDecision({ quick }: BenchWorld): Promise<Record<'G8' | 'G9', Record<string, Figure>>> {
  const ratios = await measureIn<Record<string, number[]>>('./decision-child.ts', [quick ? 'quick' : ''], {});
  const figures = (id: string) =>
    Object.fromEntries(Object.entries(goals[id] ?? {}).map(([key, goal]) => [key, figureOf(ratios[key] ?? [], goal)]));
  return { G8: figures('G8'), G9: figures('G9') };
}
