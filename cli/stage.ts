/** `--stage`: the policy that Parameter Store holds, instead of a file. */
import { type ParameterAdmin, parameterAdmin } from '../adapters/parameter-admin.ts';
import { type Loaded, loadPolicy } from '../core/policy/load.ts';
import { UsageError } from './usage-error.ts';

/** A `UsageError` when the name is none. */
export function openStage(stage: string): ParameterAdmin {
  if (!/^[A-Za-z0-9_.-]{1,64}$/.test(stage))
    throw new UsageError(`--stage: expected letters, digits, "_", "." and "-", got ${JSON.stringify(stage)}`);
  return parameterAdmin(stage);
}

/** What AWS says, as one line; never a secret. */
export function awsError(error: unknown): UsageError {
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  return new UsageError(`Parameter Store: ${name}: ${message}`);
}

/** The stage's policy; `document` takes the place of the published one. */
export async function loadStage(stage: string, document: { name: string; text: string } | null = null): Promise<Loaded> {
  const values = await openStage(stage)
    .read()
    .catch((error: unknown) => {
      throw awsError(error);
    });
  const source = (kind: 'allowlist' | 'policy') => {
    const text = values[kind];
    return text === null ? null : { name: `/image-warden/${stage}/${kind}`, text };
  };
  const loaded = await loadPolicy({ allowlist: source('allowlist'), document: document ?? source('policy') });
  if ('problems' in loaded) throw new UsageError(loaded.problems.join('\n'));
  return loaded;
}
