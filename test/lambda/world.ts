/** The function in a world of plain values. */
import { hash } from 'node:crypto';
import type { PolicyState } from '../../core/ports.ts';
import { compose, type World } from '../../lambda/compose.ts';
import { nowMs, policyOf, stateOf } from '../core/review/engine.ts';
import { token } from './gateway.ts';

export const policy = await policyOf(`version: 1
images: [secureoci.com, {allow: warn.example, require: {digest: true}, mode: warn}]
exemptNamespaces: [kube-system]`);

const clusters = new Map([['prod', [hash('sha256', token, 'buffer')]]]);

export function worldOf(state: Partial<PolicyState> = {}, more: Partial<World> = {}) {
  const lines: string[] = [];
  const errors: string[] = [];
  let count = 0;
  const world: World = {
    policies: { current: async () => ({ ...stateOf(policy, { clusters }), ...state }) },
    clock: { now: () => nowMs, monotonic: () => 0 },
    ids: { next: () => `V${++count}` },
    evidence: null,
    log: { write: (line) => lines.push(line) > 0 },
    errors: { write: (line) => errors.push(line) > 0 },
    clusterMetrics: false,
    trace: () => undefined,
    ...more,
  };
  const records = (): Record<string, unknown>[] => lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  return { world, handler: compose(world), lines, records, errors };
}
