/** Where evidence comes from in the deployed functions. A chunk of its own: a policy that asks for none never loads it. */
import type { AwsCall } from '../adapters/evidence/aws-call.ts';
import { awsSignerRevocations } from '../adapters/evidence/aws-signer.ts';
import { dynamoVerdicts } from '../adapters/evidence/dynamo-verdicts.ts';
import { ecrCredentials } from '../adapters/evidence/ecr-credentials.ts';
import { ecrScans } from '../adapters/evidence/ecr-scans.ts';
import { type EvidenceWorld, evidenceSource } from '../adapters/evidence/evidence-source.ts';
import { kmsKeys } from '../adapters/evidence/kms-keys.ts';
import { memoryVerdicts } from '../adapters/evidence/memory-verdicts.ts';
import { parameterCredentials } from '../adapters/evidence/parameter-credentials.ts';
import { parameterSecrets } from '../adapters/evidence/parameter-secrets.ts';
import { signedAwsCall } from '../adapters/evidence/signed-aws-call.ts';
import { signedAwsGet } from '../adapters/evidence/signed-aws-get.ts';
import { tieredVerdicts } from '../adapters/evidence/tiered-verdicts.ts';
import { tableTrustRoots } from '../adapters/evidence/trust-table.ts';
import { anonymous } from '../adapters/registry/credentials.ts';
import type { Clock, EvidenceSource } from '../core/ports.ts';
import type { Settings } from './settings.ts';

/** Milliseconds for a call of KMS, ECR or Parameter Store: they are parts of a review, which has some six seconds. */
const callMs = 3000;
/** Milliseconds for the table: to ask a registry instead takes as long (docs/performance.md). */
const tableMs = 400;

export interface EvidenceSources extends EvidenceWorld {
  readonly awsCall: AwsCall;
}

/** One for an execution environment: connections, tokens and verdicts are kept. */
export function evidenceOf(settings: Settings, clock: Clock): EvidenceSource {
  return evidenceSource(evidenceSourcesOf(settings, clock));
}

/** Its parts, for who puts them together in another way. */
export function evidenceSourcesOf(settings: Settings, clock: Clock): EvidenceSources {
  const { region, credentials, endpointOf: endpoint } = settings;
  const awsCall = signedAwsCall({ credentials, endpoint, timeoutMs: callMs });
  const secrets = parameterSecrets(awsCall, region, `/image-warden/${settings.stage}/registry/`);
  return {
    clock,
    ...keptBy(settings, clock),
    keys: kmsKeys(awsCall, region),
    scans: [ecrScans(awsCall, clock)],
    revocations: awsSignerRevocations(signedAwsGet({ credentials, endpoint, timeoutMs: callMs })),
    credentials: (names) =>
      ecrCredentials(
        awsCall,
        clock,
        parameterCredentials(names, secrets, clock, async () => anonymous),
      ),
    commandLine: false,
    awsCall,
  };
}

/** Without a table verdicts are kept in memory, and trust is what was pinned. */
function keptBy(
  { verdictTable: name, region, credentials, endpointOf: endpoint }: Settings,
  clock: Clock,
): Pick<EvidenceWorld, 'store' | 'trustRoots'> {
  if (name === null) return { store: memoryVerdicts() };
  const call = signedAwsCall({ credentials, endpoint, timeoutMs: tableMs });
  const table = { name, region };
  return {
    store: tieredVerdicts(memoryVerdicts(), dynamoVerdicts(call, table), clock),
    trustRoots: tableTrustRoots(call, table, clock),
  };
}
