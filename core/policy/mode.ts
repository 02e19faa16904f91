/** What a finding does: enforce denies, warn allows and warns, audit allows and records. */
import type { Mode } from './definition.ts';
import type { Entry } from './policy.ts';

export type Severity = 'deny' | 'warn' | 'info';

const ranks: Readonly<Record<Mode, number>> = { audit: 0, warn: 1, enforce: 2 };
const severities: Readonly<Record<Mode, Severity>> = { audit: 'info', warn: 'warn', enforce: 'deny' };

export function isWeakerMode(a: Mode, b: Mode): boolean {
  return ranks[a] < ranks[b];
}

/** An entry can only weaken the mode, for findings that it decided. */
export function modeOf(mode: Mode, entry: Entry | null, nowMs: number): Mode {
  const own = entry?.enforceFromMs != null && nowMs < entry.enforceFromMs ? 'warn' : (entry?.mode ?? mode);
  return isWeakerMode(own, mode) ? own : mode;
}

/** The mode can only weaken what a rule of its own weight asks for. */
export function weakened(setting: 'deny' | 'warn', mode: Mode): Severity {
  return mode === 'enforce' ? setting : severities[mode];
}

export function severityOf(mode: Mode): Severity {
  return severities[mode];
}
