/** A review of either protocol, decoded. */

import type { Asker } from '../policy/break-glass.ts';
import type { Place } from '../policy/where.ts';
import type { Speaker } from '../policy/words.ts';
import type { WholeWorkloads } from '../policy/workload-findings.ts';
import type { Workload } from '../workload/visit.ts';

export interface Review {
  readonly kind: 'AdmissionReview' | 'ImageReview';
  /** As asked, and as answered. */
  readonly apiVersion: string;
  /** `''` when the request has none. ImageReview never has one. */
  readonly uid: string;
  readonly place: Place;
  /** As written, hostile. */
  readonly operation: string | null;
  readonly subResource: string | null;
  readonly dryRun: boolean;
  /** Who asked, hostile. */
  readonly asker: Asker;
  /** Nothing to judge: DELETE and CONNECT. */
  readonly passes: boolean;
  /** What is to be judged; on UPDATE only what is new. */
  readonly workloads: readonly Workload[];
  /** The same with everything in them, and what they were: for the rules about workloads. */
  readonly whole: WholeWorkloads;
  readonly speaker: (workload: Workload) => Speaker;
}

/** What is answered, whatever the protocol. */
export interface Outcome {
  readonly verdictId: string;
  readonly allowed: boolean;
  /** Of a denial: 403 the policy says no, 503 the service could not decide. */
  readonly code: 403 | 503;
  /** Of a denial, one line for each image. */
  readonly message: string;
  readonly warnings: readonly string[];
  /** What mutation changes; never for a denial, and never empty. */
  readonly patch?: readonly PatchOperation[];
  readonly annotations: Readonly<Record<string, string>>;
}

/** RFC 6902. */
export interface PatchOperation {
  readonly op: 'replace';
  readonly path: string;
  readonly value: string;
}
