/** Evidence that is described and never asked for, and registries that only the command line reaches. */
import { verifiersNeeded } from '../evidence/requirement.ts';
import type { Policy } from '../policy/policy.ts';
import type { Remark } from './remark.ts';

export function evidenceRemarks({ require, entries, verifiers, registries }: Policy): Remark[] {
  const named = new Set(verifiersNeeded(require.evidence));
  for (const list of entries.values())
    for (const entry of list) for (const name of verifiersNeeded(entry.require.evidence)) named.add(name);
  const idle = [...verifiers.keys()].filter((name) => !named.has(name));
  const plain = [...registries].filter(([, { plainHttp }]) => plainHttp === true).map(([host]) => host);
  return [
    ...idle.map((name) => note(['verifiers', name], `no requirement names the verifier ${name}`)),
    ...plain.map((host) =>
      note(['registries', host, 'plainHttp'], `plain HTTP is for the command line: the function does not ask ${host}`),
    ),
  ];
}

function note(steps: readonly string[], message: string): Remark {
  return { kind: 'no-effect', level: 'note', steps, message };
}
