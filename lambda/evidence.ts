/** Where evidence comes from in the deployed functions. A chunk of its own: a policy that asks for none never loads it. */
import type { AwsCall } from '../adapters/evidence/aws-call.ts';
import { awsSignerRevocations } from '../adapters/evidence/aws-signer.ts';
import { dynamoVerdicts } from '../adapters/evidence/dynamo-verdicts.ts';
import { ecrCredentials } from '../adapters/evidence/ecr-credentials.ts';
import { ecrScans } from '../adapters/evidence/ecr-scans.ts';
import { evidenceSource } from '../adapters/evidence/evidence-source.ts';
import { kmsKeys } from '../adapters/evidence/kms-keys.ts';
import { memoryVerdicts } from '../adapters/evidence/memory-verdicts.ts';
import { parameterCredentials } from '../adapters/evidence/parameter-credentials.ts';
import { parameterSecrets } from '../adapters/evidence/parameter-secrets.ts';
import { signedAwsCall } from '../adapters/evidence/signed-aws-call.ts';
import { signedAwsGet } from '../adapters/evidence/signed-aws-get.ts';
import { tieredVerdicts } from '../adapters/evidence/tiered-verdicts.ts';
import { anonymous, type CredentialSource } from '../adapters/registry/credentials.ts';
import type { KeySource, RevocationSource, ScanSource } from '../core/evidence/ports.ts';
import type { VerdictStore } from '../core/evidence/prove.ts';
import type { Clock, EvidenceSource } from '../core/ports.ts';
import type { Settings } from './settings.ts';

/** Milliseconds for a call of KMS, ECR or Parameter Store: they are parts of a review, which has some six seconds. */
const callMs = 3000;
/** Milliseconds for the table: to ask a registry instead takes as long (docs/performance.md). */
const tableMs = 400;

/** What adapters/evidence/evidence-source.ts asks for. */
export interface EvidenceSources {
  readonly clock: Clock;
  readonly store: VerdictStore;
  readonly keys: KeySource;
  readonly scans: readonly ScanSource[];
  /** `names`: host -> parameter, of the policy's `registries`. */
  readonly credentials: (names: ReadonlyMap<string, string>) => CredentialSource;
  readonly commandLine: false;
  readonly revocations: RevocationSource;
  readonly awsCall: AwsCall;
}

/** One for an execution environment: connections, tokens and verdicts are kept. */
export function evidenceOf(settings: Settings, clock: Clock): EvidenceSource {
  return evidenceSource(evidenceSourcesOf(settings, clock));
}

export function evidenceSourcesOf(settings: Settings, clock: Clock): EvidenceSources {
  const { region, credentials, endpointOf: endpoint } = settings;
  const awsCall = signedAwsCall({ credentials, endpoint, timeoutMs: callMs });
  const secrets = parameterSecrets(awsCall, region, `/image-warden/${settings.stage}/registry/`);
  return {
    clock,
    store: storeOf(settings, clock),
    keys: kmsKeys(awsCall, region),
    scans: [ecrScans(awsCall, clock)],
    credentials: (names) =>
      ecrCredentials(
        awsCall,
        clock,
        parameterCredentials(names, secrets, clock, async () => anonymous),
      ),
    revocations: awsSignerRevocations(signedAwsGet({ credentials, endpoint, timeoutMs: callMs })),
    commandLine: false,
    awsCall,
  };
}

function storeOf({ verdictTable: name, region, credentials, endpointOf: endpoint }: Settings, clock: Clock): VerdictStore {
  if (name === null) return memoryVerdicts();
  const call = signedAwsCall({ credentials, endpoint, timeoutMs: tableMs });
  return tieredVerdicts(memoryVerdicts(), dynamoVerdicts(call, { name, region }), clock);
}
