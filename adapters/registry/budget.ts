/** What may be spent: one deadline and one number of requests for a review, and for each image requests and bytes of its own. */
import { maxImageBytes, maxRequestsPerImage, maxRequestsPerReview, maxReviewBytes } from '../../core/evidence/limits.ts';
import { systemClock } from '../clock.ts';
import { RegistryFailure } from './failure.ts';

export interface ReviewBudget {
  /** Aborts at the deadline. */
  readonly signal: AbortSignal;
  requests: number;
  bytes: number;
}

export interface ImageBudget {
  readonly review: ReviewBudget;
  requests: number;
  bytes: number;
}

export function reviewBudget(timeoutMs: number): ReviewBudget {
  const endMs = systemClock.monotonic() + timeoutMs;
  let made: AbortSignal | null = null;
  return {
    // With the first request: a review whose verdicts are kept makes none, and a signal lives until its time is up.
    get signal() {
      made ??= signalIn(endMs - systemClock.monotonic());
      return made;
    },
    requests: maxRequestsPerReview,
    bytes: maxReviewBytes,
  };
}

function signalIn(ms: number): AbortSignal {
  return ms <= 0 ? AbortSignal.abort() : AbortSignal.timeout(Math.ceil(ms));
}

export function imageBudget(review: ReviewBudget): ImageBudget {
  return { review, requests: maxRequestsPerImage, bytes: maxImageBytes };
}

/** Throws a `RegistryFailure` when there is none left. */
export function spendRequest(budget: ImageBudget): void {
  const spent = whySpent(budget);
  if (spent !== null) throw spent;
  budget.requests--;
  budget.review.requests--;
}

/** Why no request can be made; null: one can. */
export function whySpent({ review, requests }: ImageBudget): RegistryFailure | null {
  if (review.signal.aborted) return new RegistryFailure('timeout', 'the time for registries is used up');
  if (requests <= 0) return new RegistryFailure('too-many', `more than ${maxRequestsPerImage} requests for one image`);
  if (review.requests <= 0) return new RegistryFailure('too-many', `more than ${maxRequestsPerReview} requests for one review`);
  return null;
}

export function spendBytes(budget: ImageBudget, bytes: number): void {
  budget.bytes -= bytes;
  budget.review.bytes -= bytes;
  if (budget.bytes < 0) throw new RegistryFailure('too-large', `more than ${maxImageBytes} bytes of evidence for one image`);
  if (budget.review.bytes < 0) throw new RegistryFailure('too-large', `more than ${maxReviewBytes} bytes of evidence for one review`);
}
