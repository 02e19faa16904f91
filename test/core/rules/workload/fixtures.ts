/** Pods that differ from a valid one in as little as possible, as the fixtures of the Pod Security Standards do. */
import { isObject, own } from '../../../../core/workload/json.ts';

/** Keys and positions from the Pod, divided by blanks, and what to put there; undefined takes it away. */
export type Edit = readonly [where: string, value: unknown];

/** Versions of the standards: minors, both included. */
export type Range = readonly [first: number, last: number];

/** The newest minor that the rules know. */
export const newest = 37;

export interface Passing {
  readonly name: string;
  readonly edits: readonly Edit[];
  readonly range?: Range;
}

export interface Failing extends Passing {
  /** `path: detail` of each violation, in order. */
  readonly expected: readonly string[];
}

export interface RuleCases {
  readonly passes: readonly Passing[];
  readonly fails: readonly Failing[];
}

export function pass(name: string, edits: readonly Edit[], range?: Range): Passing {
  return { name, edits, ...(range === undefined ? {} : { range }) };
}

export function fail(name: string, edits: readonly Edit[], expected: readonly string[], range?: Range): Failing {
  return { ...pass(name, edits, range), expected };
}

/** Where things stand, for edits. */
export const app = 'spec containers 0';
export const init = 'spec initContainers 0';

const image = 'registry.example.com/acme/app:1.0';
const resources = { limits: { memory: '64Mi', cpu: '100m' } };

/** Valid for restricted in every version: each version asks for what the older ones did, and more. */
function minimalPod(): object {
  const securityContext = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
  const container = { image, resources, securityContext };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web' },
    spec: {
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      initContainers: [{ name: 'init', ...container }],
      containers: [{ name: 'app', ...container }],
    },
  };
}

export function podWith(...edits: readonly Edit[]): Record<string, unknown> {
  // Through JSON, so that no two containers share an object.
  const pod: unknown = JSON.parse(JSON.stringify(minimalPod()));
  for (const [where, value] of edits) put(pod, where.split(' '), value);
  return pod as Record<string, unknown>;
}

function put(holder: unknown, [key = '', ...rest]: readonly string[], value: unknown): void {
  const target = holder as Record<string, unknown>;
  if (rest.length === 0) {
    if (value === undefined) delete target[key];
    else target[key] = value;
    return;
  }
  const below = Array.isArray(holder) ? target[key] : own(holder, key);
  if (!isObject(below) && !Array.isArray(below)) target[key] = /^\d+$/.test(rest[0] ?? '') ? [] : {};
  put(target[key], rest, value);
}
