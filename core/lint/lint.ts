/** Every remark on a policy that loads, in the order of the document. */

import { instantOf } from '../policy/dates.ts';
import { endingsOf, endingText } from '../policy/expiry.ts';
import { type MergedDocument, type MergedEntry, scopeOf } from '../policy/merge.ts';
import type { Policy } from '../policy/policy.ts';
import { entryRemarks } from './entries.ts';
import { evidenceRemarks } from './evidence.ts';
import type { Remark } from './remark.ts';
import { wideReason } from './wide.ts';

export interface LintInput {
  readonly policy: Policy;
  readonly document: MergedDocument;
  /** How many of its entries stand in the document: the rest came from the allowlist. */
  readonly ownEntries: number;
  /** The plain allowlist's scopes, in its order. */
  readonly allowlist: readonly string[];
  readonly nowMs: number;
}

export function lint({ policy, document, ownEntries: own, allowlist, nowMs }: LintInput): Remark[] {
  return [
    ...(document.denyAll ? [warn('unreachable', ['denyAll'], 'denyAll is on: no entry decides anything')] : []),
    ...softKillSwitch(document),
    ...carriedDeclarations(document),
    ...evidenceRemarks(policy),
    ...document.images.flatMap((entry, index) => {
      const steps = index < own ? ['images', index] : null;
      return [...entryRemarks(policy, entry, steps), ...wide(entry, steps), ...pastEnforceFrom(entry, steps, nowMs)];
    }),
    ...endingsOf(document, nowMs).map((ending): Remark => {
      const [kind, level] = ending.daysLeft < 0 ? (['over', 'warn'] as const) : (['expiring', 'note'] as const);
      return { kind, level, steps: ending.steps, message: endingText(ending) };
    }),
    ...twice(document, allowlist, own),
  ];
}

function wide(entry: string | MergedEntry, steps: Remark['steps']): Remark[] {
  const isDeny = typeof entry !== 'string' && entry.deny !== undefined;
  const reason = isDeny ? null : wideReason(scopeOf(entry));
  return reason === null ? [] : [warn('too-wide', steps, `${scopeOf(entry)} is too wide: ${reason}`)];
}

function pastEnforceFrom(entry: string | MergedEntry, steps: Remark['steps'], nowMs: number): Remark[] {
  if (typeof entry === 'string' || entry.enforceFrom === undefined) return [];
  if (nowMs < (instantOf(entry.enforceFrom, 'from') ?? 0)) return [];
  return [{ kind: 'no-effect', level: 'note', steps, message: `enforceFrom ${entry.enforceFrom} has come: leave it out` }];
}

/** The mode holds for the kill switch too. */
function softKillSwitch({ denyAll, mode, clusters }: MergedDocument): Remark[] {
  const soft = Object.entries({ 'the policy': { mode }, ...clusters }).filter(([, settings]) => settings.mode !== 'enforce');
  if (!denyAll || soft.length === 0) return [];
  return [warn('no-effect', ['denyAll'], `denyAll denies nothing where the mode is not enforce: ${soft.map(([name]) => name).join(', ')}`)];
}

/** Nobody can tell who wrote a template's annotation by the time a controller makes its Pods. */
function carriedDeclarations({ breakGlass }: MergedDocument): Remark[] {
  if (breakGlass?.controllers !== true) return [];
  const message = 'controllers: true lets Pods be lifted by an annotation that was put on their template while its images were allowed';
  return [{ kind: 'too-wide', level: 'note', steps: ['breakGlass', 'controllers'], message }];
}

/** The document decides for a scope that both name. */
function twice({ images }: MergedDocument, allowlist: readonly string[], own: number): Remark[] {
  const named = new Map(images.slice(0, own).map((entry, index) => [scopeOf(entry), index]));
  return [...new Set(allowlist)].flatMap((scope) => {
    const index = named.get(scope);
    return index === undefined ? [] : [warn('twice', ['images', index], `${scope} stands in the allowlist too: the document decides`)];
  });
}

function warn(kind: Remark['kind'], steps: Remark['steps'], message: string): Remark {
  return { kind, level: 'warn', steps, message };
}
