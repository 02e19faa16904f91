/** Evidence as the command line asks for it: with the credentials of `docker login`, on this machine's network. */
import { systemClock } from '../adapters/clock.ts';
import { evidenceSource, type RunningEvidence } from '../adapters/evidence/evidence-source.ts';
import { memoryVerdicts } from '../adapters/evidence/memory-verdicts.ts';
import { dockerConfig, dockerConfigFile } from '../adapters/registry/docker-config.ts';
import type { KeySource, ScanSource } from '../core/evidence/ports.ts';

export const noKeys: KeySource = {
  publicKey: async () => ({ unknown: 'keys of AWS KMS cannot be asked for here: write its public key into the policy' }),
};

/** `scans`: what stands in for a registry's scanner. */
export function localEvidence(scans: readonly ScanSource[] = []): RunningEvidence {
  const credentials = dockerConfig(dockerConfigFile(process.env), process.env);
  return evidenceSource({
    clock: systemClock,
    store: memoryVerdicts(),
    keys: noKeys,
    scans,
    credentials: () => credentials,
    commandLine: true,
  });
}
