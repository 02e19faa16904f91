/** `image-warden policy list` and `rollback`: what was published, and back to it. */
import type { ParameterKind, ParameterVersion } from '../../adapters/parameter-admin.ts';
import { loadPolicy } from '../../core/policy/load.ts';
import { maxStandardBytes } from '../../core/publish/publish.ts';
import { escapeJson, escapeText } from '../../core/text.ts';
import { awsError, openStage } from '../stage.ts';
import type { Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';

export interface HistoryOptions {
  readonly stage: string;
  readonly parameter: 'policy' | 'allowlist';
}

/** The exit code. */
export async function listCommand(
  { stage, parameter, format }: HistoryOptions & { readonly format: string },
  { out }: Terminal,
): Promise<number> {
  const versions = await historyOf(stage, parameter);
  if (format === 'json') out(escapeJson(JSON.stringify(versions, null, 2)));
  else
    for (const { version, date, user, value } of versions)
      out(`${String(version).padStart(5)}  ${date ?? '-'}  ${Buffer.byteLength(value)} bytes  ${escapeText(user ?? '-')}`);
  return 0;
}

/** Writes an older version's content as a new one: by default that of the version before the newest. */
export async function rollbackCommand(
  { stage, parameter, to }: HistoryOptions & { readonly to?: string },
  { out }: Terminal,
): Promise<number> {
  const versions = await historyOf(stage, parameter);
  const target = to === undefined ? versions[1] : versions.find(({ version }) => String(version) === to);
  if (target === undefined)
    throw new UsageError(
      `--to: expected one of the versions ${
        versions
          .slice(1, 11)
          .map(({ version }) => version)
          .join(', ') || 'that are kept, of which there is only one'
      }`,
    );
  const source = { name: `version ${target.version}`, text: target.value };
  const loaded = await loadPolicy(parameter === 'policy' ? { allowlist: null, document: source } : { allowlist: source, document: null });
  if ('problems' in loaded) throw new UsageError(`version ${target.version} does not load: ${loaded.problems.join('; ')}`);
  const tier = Buffer.byteLength(target.value) > maxStandardBytes ? 'Advanced' : 'Standard';
  const written = await openStage(stage)
    .write(parameter as ParameterKind, target.value, tier)
    .catch((error: unknown) => {
      throw awsError(error);
    });
  out(`version ${written} of /image-warden/${stage}/${parameter} has the content of version ${target.version}; it is in force within 40 s`);
  return 0;
}

async function historyOf(stage: string, parameter: ParameterKind): Promise<readonly ParameterVersion[]> {
  const versions = await openStage(stage)
    .history(parameter)
    .catch((error: unknown) => {
      throw awsError(error);
    });
  if (versions.length === 0) throw new UsageError(`/image-warden/${stage}/${parameter}: there is no such parameter`);
  return versions;
}
