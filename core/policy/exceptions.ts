/** Exceptions forgive exactly what they name; two are never combined to something wider. */
import type { ImageReference } from '../image/reference.ts';
import type { RuleId } from '../rules/image-rule.ts';
import { rungsOf } from './ladder.ts';
import type { Exception, Policy } from './policy.ts';
import { appliesTo, type Place } from './where.ts';

/** The most specific exception that forgives this rule for this image, here and now. None does while denyAll is on. */
export function findException(policy: Policy, rule: RuleId, image: ImageReference, place: Place, nowMs: number): Exception | null {
  if (policy.exceptions.size === 0 || policy.denyAll) return null;
  for (const { scope, denyOnly } of rungsOf(image)) {
    const candidates = denyOnly ? [] : (policy.exceptions.get(scope) ?? []);
    const found = candidates.find((one) => one.rule === rule && nowMs < one.untilMs && appliesTo(one.where, place, false));
    if (found !== undefined) return found;
  }
  return null;
}

/** One clause for annotations, records and reports. */
export function exceptionName({ rule, image, until, owner, reason }: Exception): string {
  return `${rule} of ${image} until ${until} (${owner}: ${reason})`;
}
