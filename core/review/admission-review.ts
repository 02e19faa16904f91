/** `admission.k8s.io` AdmissionReview, v1 and v1beta1: decode, encode. Every field is hostile. */
import { maxImageListItems, maxUidLength } from '../limits.ts';
import { workloadName } from '../policy/words.ts';
import type { WholeWorkloads } from '../policy/workload-findings.ts';
import { describe, isObject, own, ownText } from '../workload/json.ts';
import { changedOnly } from '../workload/unchanged.ts';
import { visit, type Workload } from '../workload/visit.ts';
import type { Rejection } from './http.ts';
import type { Outcome, Review } from './review.ts';

const versions = ['admission.k8s.io/v1', 'admission.k8s.io/v1beta1'];

/** The review, or a 400: apiVersion unknown, or a `uid` that nobody could be answered by. */
export function decodeAdmissionReview(body: Record<string, unknown>, cluster: string | null): Review | Rejection {
  const apiVersion = own(body, 'apiVersion') ?? versions[0];
  if (typeof apiVersion !== 'string' || !versions.includes(apiVersion)) return bad('apiVersion', versions.join(' or '), apiVersion);
  const request = own(body, 'request');
  const uid = own(request, 'uid') ?? '';
  if (typeof uid !== 'string' || uid.length > maxUidLength)
    return bad('request.uid', `a string of at most ${maxUidLength} characters`, uid);
  const operation = ownText(request, 'operation');
  const passes = operation === 'DELETE' || operation === 'CONNECT';
  const place = { cluster, namespace: ownText(request, 'namespace') };
  const whole = passes ? { now: [], old: [] } : wholeOf(request, operation);
  return {
    kind: 'AdmissionReview',
    apiVersion,
    uid,
    place,
    operation,
    subResource: ownText(request, 'subResource'),
    dryRun: own(request, 'dryRun') === true,
    asker: { user: userOf(own(request, 'userInfo')), annotations: null },
    passes,
    workloads: changedIn(whole),
    whole,
    speaker: (workload) => ({ subject: workloadName(named(workload, request), place), names: true }),
  };
}

/** With the version and the `uid` that were asked, HTTP 200 around it. */
export function encodeAdmissionReview({ apiVersion, uid }: Review, outcome: Outcome): object {
  const { allowed, code, message, warnings, annotations, patch } = outcome;
  const status = allowed ? {} : { status: { code, message } };
  const heard = warnings.length === 0 ? {} : { warnings };
  const patched = patch === undefined ? {} : { patchType: 'JSONPatch', patch: Buffer.from(JSON.stringify(patch)).toString('base64') };
  return {
    apiVersion,
    kind: 'AdmissionReview',
    response: { uid, allowed, ...status, ...patched, ...heard, auditAnnotations: annotations },
  };
}

function userOf(userInfo: unknown): { name: string | null; groups: readonly string[] } {
  const groups = own(userInfo, 'groups');
  return { name: ownText(userInfo, 'username'), groups: Array.isArray(groups) ? groups.filter(isText) : [] };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** On UPDATE what the old object had is not judged again. */
function changedIn({ now, old }: WholeWorkloads): readonly Workload[] {
  return old.length === 0 ? now : changedOnly(now, old);
}

/** An unknown operation is judged as CREATE. */
function wholeOf(request: unknown, operation: string | null): WholeWorkloads {
  const said = own(request, 'kind');
  const kind = ownText(said, 'kind');
  const options = { maxItems: maxImageListItems, kind: kind === null ? null : { group: ownText(said, 'group') ?? '', kind } };
  const old = own(request, 'oldObject');
  return { now: visit(own(request, 'object'), options), old: operation === 'UPDATE' && isObject(old) ? visit(old, options) : [] };
}

/** The object of a subresource may lack its name; the request has it. */
function named(workload: Workload, request: unknown): Workload {
  return workload.name !== null ? workload : { ...workload, name: ownText(request, 'name') };
}

function bad(where: string, expected: string, value: unknown): Rejection {
  const got = typeof value === 'string' ? `a string of ${value.length} characters that is none` : describe(value);
  return { code: 400, message: `${where}: expected ${expected}, got ${got}` };
}
