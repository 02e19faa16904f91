/**
 * An event of an image becomes verdicts: each set of requirements that the image may meet somewhere is judged anew, which keeps
 * the verdict for admission. To judge twice does no harm: events come in any order, and more than once.
 */
import type { FdLog } from '../adapters/fd-log.ts';
import { requirementsFor } from '../core/evidence/ahead.ts';
import type { PinnedImage } from '../core/evidence/ports.ts';
import type { EvidenceRequirements } from '../core/evidence/requirement.ts';
import type { EvidenceViolation } from '../core/evidence/violation.ts';
import { imageText } from '../core/evidence/words.ts';
import { type Policy, shortHash } from '../core/policy/policy.ts';
import type { Clock, PolicySource } from '../core/ports.ts';
import { timestampOf } from '../core/review/timestamp.ts';
import type { Outcome } from '../core/signature/outcome.ts';
import { escapeText } from '../core/text.ts';
import { type ImageEvent, parseImageEvent } from './image-event.ts';
import { type Judged, type ProvingWorld, proveAll } from './prove-ahead.ts';

/** Milliseconds for the policy: nobody waits, and the function has 60 s. */
const policyMs = 5000;
/** Milliseconds since a push for which its scan may still run: Lambda tries at once, after one minute, and after two more. */
const scanWaitMs = 150_000;

export interface AheadWorld extends ProvingWorld {
  readonly policies: PolicySource;
  /** The digest that a pushed manifest is about; null: it is an image itself. */
  readonly subjectOf: (image: PinnedImage) => Promise<Outcome<string | null>>;
  readonly clock: Clock;
  readonly log: FdLog;
}

/** The same event may succeed in a minute: Lambda tries it again. */
class NotChecked extends Error {
  override name = 'NotChecked';
}

interface Result {
  readonly level: 'INFO' | 'WARN';
  readonly message: string;
  /** Another try may help. */
  readonly retry: boolean;
  readonly image?: string;
  readonly policy?: string;
  /** For each set of requirements the rules that are not met. */
  readonly verdicts?: readonly (readonly string[])[];
  /** Why something could not be checked. */
  readonly unknown?: readonly string[];
}

/** Rejects when another try may help. One line of the log for each event. */
export function judgeAhead(world: AheadWorld): (event: unknown) => Promise<void> {
  return async (event) => {
    const startMs = world.clock.monotonic();
    const told = parseImageEvent(event);
    const { retry, ...result } = told === null ? strange : await judge(told, world);
    write(world, { ...result, cause: told?.cause, durationMs: Math.round(world.clock.monotonic() - startMs) });
    if (retry) throw new NotChecked(result.message);
  };
}

const strange: Result = { level: 'WARN', message: 'an event that tells of no image', retry: false };

async function judge(event: ImageEvent, world: AheadWorld): Promise<Result> {
  const { policy } = await world.policies.current(policyMs);
  const image = imageText(event.image);
  if (policy === null) return { level: 'WARN', message: 'no policy is usable', retry: true, image };
  const about = { image, policy: shortHash(policy) };
  if (setsFor(policy, event.image, event.tag, world).length === 0)
    return { level: 'INFO', message: 'nothing is to be proved', retry: false, ...about };
  const subject = await subjectOf(event, world);
  if (!('ok' in subject)) return { level: 'WARN', message: 'what was pushed could not be read', retry: true, ...about };
  if (subject.ok === null) return judgeImage(policy, event, world);
  return judgeImage(policy, { ...event, image: { ...event.image, digest: subject.ok }, tag: null }, world);
}

/** Signatures under a tag name their image in it (cosign, and the OCI distribution specification's referrers tag schema). */
async function subjectOf({ cause, image, tag }: ImageEvent, world: AheadWorld): Promise<Outcome<string | null>> {
  if (cause === 'scan') return { ok: null };
  const [, hex] = /^sha256-([0-9a-f]{64})(?:\.[a-z]+)?$/.exec(tag ?? '') ?? [];
  return hex === undefined ? world.subjectOf(image) : { ok: `sha256:${hex}` };
}

async function judgeImage(policy: Policy, event: ImageEvent, world: AheadWorld): Promise<Result> {
  const { image, tag } = event;
  const { judged, lost } = await proveAll(policy, image, setsFor(policy, image, tag, world), world);
  const verdicts = judged.map(({ violations }) => [...new Set(violations.map(({ rule }) => rule))]);
  const about = { image: imageText(image), policy: shortHash(policy), verdicts };
  if (lost) return { level: 'WARN', message: 'a verdict could not be kept', retry: true, ...about };
  const blind = judged.filter(({ violations }) => violations.some(isUnknown));
  if (blind.length === 0) return { level: 'INFO', message: 'judged', retry: false, ...about };
  const unknown = blind.flatMap(({ violations }) => violations.filter(isUnknown).map(({ detail }) => detail));
  const retry = isWorthwhile(event, blind, world.clock.now());
  return { level: 'WARN', message: 'could not be checked', retry, ...about, unknown: [...new Set(unknown)] };
}

/** A scan begins with the push, and its end is an event of its own: it is waited for, but not longer than Lambda tries. */
function isWorthwhile({ cause, happenedMs }: ImageEvent, blind: readonly Judged[], nowMs: number): boolean {
  if (cause === 'scan' || blind.some(({ requirements: { vulnerabilities } }) => vulnerabilities === null)) return true;
  return happenedMs !== null && nowMs - happenedMs < scanWaitMs;
}

function isUnknown({ rule }: EvidenceViolation): boolean {
  return rule === 'unverifiable';
}

function setsFor(policy: Policy, image: PinnedImage, tag: string | null, { clock }: AheadWorld): EvidenceRequirements[] {
  return requirementsFor(policy, { text: imageText(image), ...image, tag }, clock.now());
}

function write({ log, clock }: AheadWorld, { level, message, ...fields }: Omit<Result, 'retry'> & Readonly<Record<string, unknown>>): void {
  const line = { timestamp: timestampOf(clock.now()), level, message, type: 'ahead', service: 'image-warden', ...fields };
  log.write(escapeText(JSON.stringify(line), Number.POSITIVE_INFINITY));
}
