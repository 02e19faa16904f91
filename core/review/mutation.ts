/**
 * Mutation: rewrite by the table, judge what was rewritten, pin tags to digests, judge what was pinned. Only Pods are changed,
 * because a changed controller would drift from what its owner keeps in version control. What is judged is what is patched.
 */

import { maxImagesAtOnce } from '../evidence/limits.ts';
import { takenForGranted } from '../evidence/proofs.ts';
import { formatReference, isRefusal, parseReference } from '../image/reference.ts';
import { decide, type Occasion } from '../policy/decide.ts';
import type { JudgedImage, Verdict } from '../policy/finding.ts';
import type { Policy } from '../policy/policy.ts';
import { rewriteImage } from '../policy/rewrite.ts';
import type { DigestResolver } from '../ports.ts';
import { someAtOnce } from '../some-at-once.ts';
import { stepsOf } from '../workload/path.ts';
import type { ImageUse, Workload } from '../workload/visit.ts';
import type { PatchOperation } from './review.ts';

export interface Mutated {
  /** With the images as they will run: these are judged. */
  readonly workloads: readonly Workload[];
  /** Empty when nothing changes; to be left out when the verdict is a denial. */
  readonly patch: readonly PatchOperation[];
  /** Images that should have been pinned and were not, one clause each. */
  readonly unpinned: readonly string[];
}

/** One image on its way: `texts[i]` is what stands at `slots[i]`. */
interface Slot {
  readonly use: ImageUse;
  readonly isPod: boolean;
}

/** What becomes of the workloads; `digests` null pins nothing. */
export async function mutate(
  policy: Policy,
  workloads: readonly Workload[],
  occasion: Occasion,
  digests: DigestResolver | null,
): Promise<Mutated> {
  const slots = workloads.flatMap(({ kind, podSpec, images }) =>
    images.map((use): Slot => ({ use, isPod: kind === 'Pod' && podSpec !== null })),
  );
  // What is proved about an image counts only once it is known which one will run: the last decision is told, these are not.
  const judge = (texts: readonly string[]): Verdict =>
    decide(policy, withTexts(workloads, texts), { ...occasion, proofs: takenForGranted });
  const rewritten = slots.map(({ use, isPod }) => (isPod ? rewriteText(policy, use.image) : use.image));
  const byTag = judge(rewritten);
  if (byTag.exempt !== null) return { workloads, patch: [], unpinned: [] };
  const answers = digests === null ? new Map<string, never>() : await resolveAll(byTag, slots, digests);
  const pinned = rewritten.map((text, i) => pinText(text, slots[i], byTag.images[i], answers));
  const byDigest = judge(pinned);
  const texts = pinned.map((text, i) => (isOfTagOnly(byTag.images[i], byDigest.images[i]) ? (rewritten[i] ?? text) : text));
  const unpinned = [...answers].flatMap(([text, answer]) => ('problem' in answer ? [`${text} was not pinned: ${answer.problem}`] : []));
  return { workloads: withTexts(workloads, texts), patch: patchOf(slots, texts), unpinned };
}

function rewriteText(policy: Policy, text: string): string {
  const reference = parseReference(text);
  return isRefusal(reference) ? text : (rewriteImage(policy, reference) ?? text);
}

type Resolved = Awaited<ReturnType<DigestResolver['resolve']>>;

/** By canonical text, each image asked once: what the allowlist admits by tag. An image's name alone makes no connection. */
async function resolveAll({ images }: Verdict, slots: readonly Slot[], digests: DigestResolver): Promise<Map<string, Resolved>> {
  const wanted = images.flatMap((image, i) => (mayBePinned(image, slots[i]) && image.reference !== null ? [image.reference] : []));
  const distinct = new Map(wanted.map((reference) => [formatReference(reference), reference]));
  return new Map(await someAtOnce([...distinct], maxImagesAtOnce, async ([text, image]) => [text, await digests.resolve(image)] as const));
}

function pinText(text: string, slot: Slot | undefined, image: JudgedImage | undefined, answers: ReadonlyMap<string, Resolved>): string {
  if (image === undefined || image.reference === null || !mayBePinned(image, slot)) return text;
  const canonical = formatReference(image.reference);
  const answer = answers.get(canonical);
  return answer !== undefined && 'digest' in answer ? `${canonical}@${answer.digest}` : text;
}

function mayBePinned({ reference, match, findings }: JudgedImage, slot: Slot | undefined): boolean {
  const byTag = reference !== null && reference.digest === null;
  return slot?.isPod === true && byTag && match !== null && findings.every(({ rule }) => rule === 'digest-required');
}

/** What only a tag entry admits is denied by its digest, and stays a tag; unless an entry denies that very digest. */
function isOfTagOnly(byTag: JudgedImage | undefined, byDigest: JudgedImage | undefined): boolean {
  const digestDenied = byDigest?.match?.scope.includes('@') === true;
  return isDenied(byDigest) && !isDenied(byTag) && !digestDenied;
}

function isDenied(image: JudgedImage | undefined): boolean {
  return image?.findings.some(({ severity }) => severity === 'deny') ?? true;
}

function withTexts(workloads: readonly Workload[], texts: readonly string[]): Workload[] {
  let next = 0;
  return workloads.map((workload) => ({
    ...workload,
    images: workload.images.map((use) => ({ ...use, image: texts[next++] ?? use.image })),
  }));
}

function patchOf(slots: readonly Slot[], texts: readonly string[]): PatchOperation[] {
  return slots.flatMap(({ use: { image, path } }, i) => {
    const value = texts[i] ?? image;
    return value === image ? [] : [{ op: 'replace' as const, path: pointerOf(path), value }];
  });
}

/** RFC 6901. */
function pointerOf(path: string): string {
  return stepsOf(path)
    .map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}
