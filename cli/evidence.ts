/** Evidence as the command line asks for it: on this machine's network, as `docker login` and the AWS SDK know who asks. */
import { systemClock } from '../adapters/clock.ts';
import { endpointsIn } from '../adapters/evidence/aws-endpoint.ts';
import { awsSignerRevocations } from '../adapters/evidence/aws-signer.ts';
import { ecrCredentials } from '../adapters/evidence/ecr-credentials.ts';
import { ecrScans } from '../adapters/evidence/ecr-scans.ts';
import { type EvidenceWorld, evidenceSource, type RunningEvidence } from '../adapters/evidence/evidence-source.ts';
import { kmsKeys } from '../adapters/evidence/kms-keys.ts';
import { memoryVerdicts } from '../adapters/evidence/memory-verdicts.ts';
import { signedAwsCall } from '../adapters/evidence/signed-aws-call.ts';
import { signedAwsGet } from '../adapters/evidence/signed-aws-get.ts';
import { cachedTrustRoots, trustRootFile } from '../adapters/evidence/trust-cache.ts';
import type { CredentialSource } from '../adapters/registry/credentials.ts';
import { dockerConfig, dockerConfigFile } from '../adapters/registry/docker-config.ts';
import { maxRequestsPerImage, maxRequestsPerReview } from '../core/evidence/limits.ts';
import type { ScanSource } from '../core/evidence/ports.ts';
import { type Prover, unasked } from '../core/evidence/proofs.ts';
import { findCredentials } from './aws-credentials.ts';

/** Milliseconds for a call of AWS. */
const callMs = 10_000;

/** `scans`: what stands in for a registry's scanner. */
export function localWorld(env: NodeJS.ProcessEnv, scans: readonly ScanSource[] = []): EvidenceWorld {
  const region = env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? 'us-east-1';
  const options = { credentials: credentialsOf(region), endpoint: endpointsIn(env), timeoutMs: callMs };
  const call = signedAwsCall(options);
  const docker = dockerConfig(dockerConfigFile(env), env);
  const credentials = loggedIn(docker, ecrCredentials(call, systemClock, docker));
  return {
    clock: systemClock,
    store: memoryVerdicts(),
    keys: kmsKeys(call, region),
    scans: [firstOf([...scans, ecrScans(call, systemClock)])],
    revocations: awsSignerRevocations(signedAwsGet(options)),
    trustRoots: cachedTrustRoots(trustRootFile(env)),
    credentials: () => credentials,
    commandLine: true,
  };
}

export function localEvidence(env: NodeJS.ProcessEnv, scans: readonly ScanSource[] = []): RunningEvidence {
  return evidenceSource(localWorld(env, scans));
}

/** Looked for once. */
function credentialsOf(region: string): () => ReturnType<typeof findCredentials> {
  let found: ReturnType<typeof findCredentials> | null = null;
  return () => {
    found ??= findCredentials(region);
    return found;
  };
}

/** Who has logged in meant it; ECR gives a token to whoever has not. */
function loggedIn(docker: CredentialSource, others: CredentialSource): CredentialSource {
  return async (host) => {
    const known = await docker(host);
    return known.kind === 'anonymous' ? others(host) : known;
  };
}

/** A report that was handed over stands in for the registry's scanner. */
function firstOf(sources: readonly ScanSource[]): ScanSource {
  return {
    async scan(image) {
      for (const source of sources) {
        const answer = await source.scan(image);
        if (!('ok' in answer) || answer.ok !== null) return answer;
      }
      return { ok: null };
    },
  };
}

/** Images for whose requests one session is sure to have room. */
const imagesATurn = Math.floor(maxRequestsPerReview / maxRequestsPerImage);

/** A file may hold more images than any review does: a new session, with a deadline and a budget of its own, for each few of them. */
export function inTurns(open: () => Promise<Prover | null>): Prover {
  let current: ReturnType<typeof open> = Promise.resolve(null);
  let left = 0;
  return {
    async prove(image, requirements) {
      if (left === 0) [current, left] = [open(), imagesATurn];
      left--;
      return (await current)?.prove(image, requirements) ?? [unasked];
    },
  };
}
