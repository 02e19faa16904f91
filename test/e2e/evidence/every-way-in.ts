/** One policy, one image, every way in: what admission, mutation and `/v1/check` say of it. */
import { systemClock } from '../../../adapters/clock.ts';
import { evidenceSource } from '../../../adapters/evidence/evidence-source.ts';
import { memoryVerdicts } from '../../../adapters/evidence/memory-verdicts.ts';
import { anonymous } from '../../../adapters/registry/credentials.ts';
import type { VerifierDocument } from '../../../core/evidence/requirement.ts';
import { ask, engineOf, policyOf, requestOf, stateOf } from '../../core/review/engine.ts';

const token = 'x'.repeat(32);

/** Whether each allows it, under a policy that wants its signature. */
export async function everyWayIn(host: string, verifier: VerifierDocument, image: string): Promise<readonly boolean[]> {
  const document = {
    version: 1,
    verifiers: { v: verifier },
    registries: { [host]: { private: true, plainHttp: true } },
    images: [{ allow: host, require: { signedBy: ['v'] } }],
  };
  const evidence = evidenceSource({
    clock: systemClock,
    store: memoryVerdicts(),
    keys: { publicKey: async () => ({ unknown: 'no keys here' }) },
    scans: [],
    credentials: () => async () => anonymous,
    commandLine: true,
  });
  const engine = engineOf(stateOf(await policyOf(JSON.stringify(document)), { clusters: null }), { evidence, clock: systemClock });
  const object = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [{ name: 'app', image }] } };
  const review = { kind: 'AdmissionReview', request: { uid: 'u', operation: 'CREATE', object } };
  const admitted = async (route: string): Promise<boolean> => {
    const { body } = await ask(engine, requestOf(`/v1/clusters/e2e/${token}/${route}`, review));
    return (body as { response: { allowed: boolean } }).response.allowed;
  };
  try {
    const files = [{ path: 'pod.json', text: JSON.stringify(object) }];
    const { body } = await ask(engine, requestOf('/v1/check', { files }));
    return [await admitted('admission'), await admitted('mutation'), (body as { allowed: boolean }).allowed];
  } finally {
    evidence.close();
  }
}
