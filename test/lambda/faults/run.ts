/** Tries every fault, each on a rig of its own. */
import { coldFaults } from './cold.ts';
import { evidenceFaults } from './evidence.ts';
import { processFaults } from './process.ts';
import { type FaultCase, makeRig, type RigOptions } from './rig.ts';
import { warmFaults } from './warm.ts';

export interface TriedFault {
  readonly name: string;
  readonly expected: string;
  readonly seen: string;
  readonly wrongAllows: readonly string[];
}

export const faultsOf = (bundle: string): readonly FaultCase[] => [
  ...coldFaults,
  ...warmFaults,
  ...evidenceFaults,
  ...processFaults(bundle),
];

export async function tryFault({ name, expected, run }: FaultCase, options: RigOptions): Promise<TriedFault> {
  const rig = await makeRig(options);
  try {
    const seen = await run(rig).catch(String);
    return { name, expected, seen, wrongAllows: rig.wrongAllows };
  } finally {
    await rig.close();
  }
}
