/**
 * From workloads to a verdict: allowlist, requirements, exceptions, mode. From exceptions on, each step can only remove or weaken
 * findings.
 * Pure: the clock's time is an argument.
 */

import { violationsOfTag } from '../evidence/of-tag.ts';
import { type Proofs, unasked } from '../evidence/proofs.ts';
import { asksNothing } from '../evidence/requirement.ts';
import { rulesAsked } from '../evidence/violation.ts';
import { isRefusal, parseReference, type Refusal } from '../image/reference.ts';
import { deniedImage } from '../rules/image/denied-image.ts';
import { deniedTag } from '../rules/image/denied-tag.ts';
import { digestRequired } from '../rules/image/digest-required.ts';
import { registryAllowlist } from '../rules/image/registry-allowlist.ts';
import type { ImageContext, ImageRule } from '../rules/image-rule.ts';
import type { Defect, ImageUse, Workload } from '../workload/visit.ts';
import type { OnError } from './definition.ts';
import { findException } from './exceptions.ts';
import type { Finding, JudgedImage, Verdict } from './finding.ts';
import { findEntry } from './ladder.ts';
import { modeOf, severityOf, weakened } from './mode.ts';
import { type Policy, type Settings, settingsIn } from './policy.ts';
import type { Place } from './where.ts';

/** In this order: what the allowlist refuses is not asked for more. */
const allowlistRules: readonly ImageRule[] = [registryAllowlist, deniedImage];
const requirementRules: readonly ImageRule[] = [deniedTag, digestRequired];

/** Where and when. */
export interface Occasion {
  readonly place: Place;
  readonly nowMs: number;
  /** What is known of the images' evidence; absent: nothing, so that no image that must be proved is allowed. */
  readonly proofs?: Proofs;
}

/** May these workloads' images run here? */
export function decide(policy: Policy, workloads: readonly Workload[], occasion: Occasion): Verdict {
  const { place } = occasion;
  const settings = settingsIn(policy, place.cluster);
  const { mode, exemptNamespaces } = settings;
  const { namespace } = place;
  if (namespace !== null && exemptNamespaces.has(namespace))
    return { allowed: true, findings: [], images: [], exempt: namespace, breakGlass: null };
  const findings: Finding[] = [];
  const images: JudgedImage[] = [];
  for (const workload of workloads) {
    for (const defect of workload.defects) findings.push(ofDefect(workload, defect, severityOf(mode)));
    for (const use of workload.images) {
      const judged = judgeImage(policy, workload, use, occasion, settings);
      images.push(judged);
      if (judged.findings.length > 0) findings.push(...judged.findings);
    }
  }
  return { allowed: !findings.some(({ severity }) => severity === 'deny'), findings, images, exempt: null, breakGlass: null };
}

function judgeImage(
  policy: Policy,
  workload: Workload,
  use: ImageUse,
  { place, nowMs, proofs }: Occasion,
  { mode, onError }: Settings,
): JudgedImage {
  const reference = parseReference(use.image);
  if (isRefusal(reference)) {
    const finding = {
      ...about(workload, use),
      ...malformed(reference),
      severity: severityOf(mode),
      image: use.image,
      reference: null,
      entry: null,
      exception: null,
    };
    return { workload, use, reference: null, match: null, findings: [finding] };
  }
  const match = policy.denyAll ? null : findEntry(policy, reference, place, nowMs);
  const context = { image: reference, match, policy, require: match?.entry.require ?? policy.require, place, nowMs };
  const violations = violationsOf(context, proofs, onError);
  const entry = match?.scope ?? null;
  if (violations.length === 0) return { workload, use, reference, match, findings: none };
  const held = modeOf(mode, match?.entry ?? null, nowMs);
  const findings = violations.map((violated) => ({
    ...about(workload, use),
    ...violated,
    severity: violated.exception === null ? weakened(violated.onlyWarns ? 'warn' : 'deny', held) : ('info' as const),
    image: use.image,
    reference,
    entry,
  }));
  return { workload, use, reference, match, findings };
}

const none: readonly never[] = [];

type Violated = Pick<Finding, 'rule' | 'detail' | 'fix' | 'exception' | 'onlyWarns' | 'failOpen'>;

/** The allowlist's refusal, and unless it is forgiven nothing else; then every requirement that is not met. */
function violationsOf(context: ImageContext, proofs: Proofs | undefined, onError: OnError): readonly Violated[] {
  // Most images violate nothing: then nothing is made.
  let violated: Violated[] | null = null;
  for (const rule of allowlistRules) {
    const refused = violationOf(rule, context);
    if (refused === null) continue;
    if (refused.exception === null) return [refused];
    violated = [refused];
    break;
  }
  for (const rule of requirementRules) {
    const unmet = violationOf(rule, context);
    if (unmet !== null) violated = [...(violated ?? none), unmet];
  }
  if (context.policy.asksEvidence) violated = [...(violated ?? none), ...unproved(context, proofs, onError, violated ?? none)];
  return violated ?? none;
}

/** What is not proved about an image that is admitted. A tag's own denial says it all, unless it is forgiven: that forgives no more. */
function unproved(
  { image, require, policy, place, nowMs }: ImageContext,
  proofs: Proofs | undefined,
  onError: OnError,
  before: readonly Violated[],
): Violated[] {
  if (asksNothing(require.evidence)) return [];
  if (image.digest === null && !before.some(({ rule, exception }) => rule === digestRequired.id && exception !== null)) return [];
  const violations = proofs?.of(image, require.evidence) ?? (image.digest === null ? violationsOfTag(require.evidence) : [unasked]);
  return violations.map(({ rule, detail, fix, warnOnly, insteadOf }) => {
    // What is forgiven when it is missing is forgiven when nobody can say: nothing that could be found would deny the image.
    const atWorst = rule !== 'unverifiable' ? [rule] : insteadOf !== undefined ? [insteadOf] : rulesAsked(require.evidence);
    const exceptions = atWorst.map((one) => findException(policy, one, image, place, nowMs));
    const exception = exceptions.includes(null) ? null : (exceptions[0] ?? null);
    const failOpen = rule === 'unverifiable' && onError === 'allow' && exception === null;
    return {
      rule,
      detail,
      fix,
      exception,
      ...(warnOnly || failOpen ? { onlyWarns: true } : {}),
      ...(failOpen ? { failOpen: true } : {}),
    };
  });
}

function violationOf({ id, check }: ImageRule, context: ImageContext): Violated | null {
  const violation = check(context);
  if (violation === null) return null;
  const { policy, image, place, nowMs } = context;
  return { rule: id, ...violation, exception: findException(policy, id, image, place, nowMs) };
}

function about(workload: Workload, { path, list, container }: Pick<ImageUse, 'path' | 'list' | 'container'>) {
  return { workload, path, list, container };
}

function malformed({ reason, position }: Refusal): Omit<Violated, 'exception'> {
  return {
    rule: 'malformed-image',
    detail: `${reason} (at character ${position + 1})`,
    fix: 'write the image as host/path:tag or host/path@sha256:...',
  };
}

function ofDefect(workload: Workload, { rule, path, list, container, detail, fix }: Defect, severity: Finding['severity']): Finding {
  return { workload, rule, path, list, container, detail, fix, severity, image: null, reference: null, entry: null, exception: null };
}
