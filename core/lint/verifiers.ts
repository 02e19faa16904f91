/** Verifiers that load and will never accept anything. Reading keys and trust roots takes libraries that a policy is loaded without. */
import { makeVerifier, type VerifierSources } from '../evidence/verifier.ts';
import type { Policy } from '../policy/policy.ts';
import type { Remark } from './remark.ts';

/** What lies elsewhere is not asked for: it says nothing of the policy's own texts. */
const nothingElse: VerifierSources = {
  keys: { publicKey: async () => ({ unknown: '' }) },
  revocations: { revoked: async () => ({ unknown: '' }) },
  trustRoots: { publicGood: async () => null },
};

export async function verifierRemarks({ verifiers }: Pick<Policy, 'verifiers'>): Promise<Remark[]> {
  const remarks = await Promise.all(
    [...verifiers].map(async ([name, document]): Promise<Remark[]> => {
      const made = await makeVerifier(document, nothingElse);
      if (!('wrong' in made)) return [];
      const message = `the verifier ${name} can accept nothing: ${made.wrong.detail}`;
      return [{ kind: 'broken', level: 'warn', steps: ['verifiers', name], message }];
    }),
  );
  return remarks.flat();
}
