/** The policy that was baked into the artifact at deploy, for a cold start without Parameter Store. */
import { loadPolicy } from '../core/policy/load.ts';
import type { Policy } from '../core/policy/policy.ts';

/** Null when there is none, or it does not load. Never rejects. */
export async function readSnapshot(file: URL): Promise<Policy | null> {
  try {
    const { readFileSync } = process.getBuiltinModule('node:fs');
    const loaded = await loadPolicy({ allowlist: null, document: { name: 'the snapshot', text: readFileSync(file, 'utf8') } });
    return 'policy' in loaded ? loaded.policy : null;
  } catch {
    return null;
  }
}
