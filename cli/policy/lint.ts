/** `image-warden policy lint`: what a policy that loads may not mean as it says. */
import { systemClock } from '../../adapters/clock.ts';
import { lint } from '../../core/lint/lint.ts';
import type { Remark } from '../../core/lint/remark.ts';
import { unusedRemarks } from '../../core/lint/unused.ts';
import { verifierRemarks } from '../../core/lint/verifiers.ts';
import { runCases } from '../../core/policy/cases.ts';
import type { Loaded } from '../../core/policy/load.ts';
import { scopeOf } from '../../core/policy/merge.ts';
import { type ListedRegistry, listPresets } from '../../core/presets/listing.ts';
import { escapeJson } from '../../core/text.ts';
import { type PolicyOptions, readLoaded } from '../policy-option.ts';
import type { Terminal } from '../terminal.ts';
import { readSamples } from './samples.ts';

export interface LintOptions extends PolicyOptions {
  readonly format: string;
  readonly log?: string;
  /** Also what the presets add. */
  readonly presets?: boolean;
}

/** The exit code: 0 nothing but notes, 1 a warning. */
export async function lintCommand(options: LintOptions, { out, paint }: Terminal): Promise<number> {
  const loaded = await readLoaded(options);
  const nowMs = systemClock.now();
  const samples = options.log === undefined ? [] : await readSamples({ log: options.log }, null, null);
  const remarks = [
    ...lint({ ...loaded, nowMs }),
    ...(await verifierRemarks(loaded.policy)),
    ...(options.log === undefined ? [] : unusedRemarks(loaded.policy, loaded.document, samples, nowMs)),
    ...untested(loaded, nowMs),
  ];
  const listed = options.presets === true ? listPresets(loaded.policy, loaded.document.presets) : null;
  const warned = remarks.some(({ level }) => level === 'warn');
  if (options.format === 'json')
    out(
      escapeJson(
        JSON.stringify(
          { policy: { hash: loaded.policy.hash, source: loaded.policy.source }, remarks, ...(listed === null ? {} : { presets: listed }) },
          null,
          2,
        ),
      ),
    );
  else {
    for (const { kind, level, steps, message } of remarks) {
      const where = steps === null ? 'allowlist' : await loaded.locate(steps);
      out(`${where}: ${paint(level === 'warn' ? 'yellow' : 'dim', kind)}: ${message}`);
    }
    for (const line of presetLines(listed ?? [])) out(line);
    out(remarks.length === 0 ? 'nothing to remark' : `${remarks.length} ${remarks.length === 1 ? 'remark' : 'remarks'}`);
  }
  return warned ? 1 : 0;
}

/** Only where there are cases at all: who has none is told by `policy test`. */
function untested({ policy, document, ownEntries }: Loaded, nowMs: number): Remark[] {
  if (document.cases.length === 0) return [];
  return runCases(policy, document.cases, nowMs).untested.map((scope) => ({
    kind: 'untested',
    level: 'note',
    steps: stepsOfEntry(
      document.images.findIndex((entry) => scopeOf(entry) === scope),
      ownEntries,
    ),
    message: `no case is decided by ${scope}`,
  }));
}

function presetLines(listed: readonly ListedRegistry[]): string[] {
  const width = Math.max(0, ...listed.map(({ scope }) => scope.length));
  return listed.map(({ preset, scope, state, source }) => `${preset}  ${scope.padEnd(width)}  ${state.padEnd(9)}  ${source}`);
}

/** Null: it stands in the allowlist. */
function stepsOfEntry(index: number, ownEntries: number): Remark['steps'] {
  return index >= 0 && index < ownEntries ? ['images', index] : null;
}
