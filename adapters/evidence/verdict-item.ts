/** A verdict as text, and back. What comes back is data from outside: it is a verdict in every part, or none. */
import { maxKeepMs } from '../../core/evidence/keep.ts';
import type { StoredVerdict } from '../../core/evidence/prove.ts';
import type { EvidenceViolation } from '../../core/evidence/violation.ts';
import { own } from '../../core/workload/json.ts';

/** Violations of one image: 32 signatures and 32 attestations can be asked of it, by the policy and by an entry. */
const maxViolations = 200;

/** `unverifiable` is no verdict. */
const rules: readonly EvidenceViolation['rule'][] = ['signature-required', 'attestation-required', 'vulnerabilities'];

export function formatVerdict({ violations, judgedMs, untilMs }: StoredVerdict): string {
  return JSON.stringify({ violations, judgedMs, untilMs });
}

/** Of an answer to GetItem; null: there is no item, or none that holds. */
export function parseVerdict(answer: unknown): StoredVerdict | null {
  const text = own(own(own(answer, 'Item'), 'verdict'), 'S');
  const value = typeof text === 'string' ? parse(text) : null;
  const [judgedMs, untilMs, listed] = [own(value, 'judgedMs'), own(value, 'untilMs'), own(value, 'violations')];
  if (!isTime(judgedMs) || !isTime(untilMs) || untilMs < judgedMs || untilMs - judgedMs > maxKeepMs) return null;
  if (!Array.isArray(listed) || listed.length > maxViolations) return null;
  const violations = listed.map(violationOf);
  return violations.every((one) => one !== null) ? { violations, judgedMs, untilMs } : null;
}

function violationOf(value: unknown): EvidenceViolation | null {
  const rule = rules.find((one) => one === own(value, 'rule'));
  const [detail, fix, warnOnly] = [own(value, 'detail'), own(value, 'fix'), own(value, 'warnOnly')];
  if (rule === undefined || !isPrintable(detail) || !isPrintable(fix) || typeof warnOnly !== 'boolean') return null;
  return { rule, detail, fix, warnOnly };
}

function isTime(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isPrintable(value: unknown): value is string {
  return typeof value === 'string' && /^[ -~]*$/.test(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
