/** Policies for tests: a document without its version line, loaded. */
import { type Loaded, loadPolicy } from '../../../core/policy/load.ts';

/** Throws the problems of a document that does not load. */
export async function loadedOf(document: string, allowlist: string | null = null): Promise<Loaded> {
  const loaded = await loadPolicy({
    allowlist: allowlist === null ? null : { name: 'allowlist', text: allowlist },
    document: { name: 'p.yaml', text: `version: 1\n${document}` },
  });
  if ('problems' in loaded) throw new Error(loaded.problems.join('\n'));
  return loaded;
}
