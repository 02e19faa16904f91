/** A file's text, to what is judged in it: manifests, Lists, AdmissionReview and ImageReview files. The text is hostile. */

import { parseJson } from '../json.ts';
import type { Asker } from '../policy/break-glass.ts';
import type { Speaker } from '../policy/words.ts';
import { workloadName } from '../policy/words.ts';
import type { WholeWorkloads } from '../policy/workload-findings.ts';
import { decodeAdmissionReview } from '../review/admission-review.ts';
import { isRejection, type Rejection } from '../review/http.ts';
import { decodeImageReview } from '../review/image-review.ts';
import type { Review } from '../review/review.ts';
import { isObject, ownText } from '../workload/json.ts';
import { visit, type Workload } from '../workload/visit.ts';
import { type Position, parseYaml, type YamlDocument, type YamlProblem } from '../yaml.ts';
import type { ListItem } from './list-splitter.ts';

/** One workload on trial, and how to find its places in the text. */
export interface Subject {
  readonly workload: Workload;
  /** The same with everything in it, and what it was. */
  readonly whole: WholeWorkloads;
  /** From the request or the object itself; null: neither tells. */
  readonly namespace: string | null;
  readonly speaker: Speaker;
  /** Who asks, where the document is a review. */
  readonly asker: Asker | null;
  /** Where the workload's paths begin in the document. */
  readonly pathPrefix: string;
  readonly document: YamlDocument;
}

/** Something that cannot be judged: where, what, how to fix. */
export interface InputProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export interface FileSubjects {
  readonly subjects: readonly Subject[];
  readonly problems: readonly InputProblem[];
  /** Documents that are manifest or review, also an empty List. */
  readonly manifests: number;
  /** Documents that are neither. */
  readonly others: number;
}

/** Never throws. `namespace` is what holds where neither request nor object tells. */
export function subjectsOf(file: string, text: string, namespace: string | null): FileSubjects {
  const documents = parseText(text);
  if ('message' in documents) return { subjects: [], problems: [{ file, ...said(documents, text) }], manifests: 0, others: 0 };
  const subjects: Subject[] = [];
  const problems: InputProblem[] = [];
  let others = 0;
  for (const document of documents) {
    const found = ofDocument(document, namespace);
    if (found === null) others++;
    else if (typeof found === 'string') problems.push({ file, ...document.position([]), message: found });
    else for (const subject of found) subjects.push(subject);
  }
  return { subjects, problems, manifests: documents.length - others, others };
}

/** An item of a List in JSON that is read in pieces; it has to say its kind itself. Never throws. */
export function subjectsOfItem(file: string, { text, index, line, column }: ListItem, namespace: string | null): FileSubjects {
  const place = (at: Position): Position => ({ line: line + at.line - 1, column: at.line === 1 ? column + at.column - 1 : at.column });
  const failed = (problem: YamlProblem): FileSubjects => ({
    subjects: [],
    problems: [{ file, ...place(problem), message: `items[${index}]: ${problem.message}` }],
    manifests: 0,
    others: 0,
  });
  const document = parseJson(text) ?? { line: 1, column: 1, message: 'it is no object in JSON' };
  if ('message' in document) return failed(document);
  if (ownText(document.value, 'kind') === null) return failed({ line: 1, column: 1, message: 'it has no kind' });
  // The first two steps lead to the item.
  const placed: YamlDocument = { ...document, position: (steps, onKey) => place(document.position(steps.slice(2), onKey)) };
  return { subjects: ofObject(document.value, placed, namespace, `items[${index}]`), problems: [], manifests: 1, others: 0 };
}

/** JSON is YAML, and most of a cluster's dump; it has a faster reader. */
function parseText(text: string): readonly YamlDocument[] | YamlProblem {
  const json = parseJson(text);
  if (json === null) return parseYaml(text, { merge: true });
  return 'message' in json ? json : [json];
}

/** A chart's template is no YAML until it is rendered, and what the parser says of it helps nobody. */
function said(problem: YamlProblem, text: string): YamlProblem {
  // The parser may stumble only where the line ends.
  const lines = text.split('\n', problem.line).slice(-2);
  if (!lines.some((line) => line.includes('{{'))) return problem;
  return { ...problem, message: 'it is a template, not YAML: render it first (helm template CHART | image-warden check -)' };
}

/** Null when the document is neither manifest nor review; a text says what is wrong with it. */
function ofDocument(document: YamlDocument, namespace: string | null): Subject[] | string | null {
  const { value } = document;
  const kind = ownText(value, 'kind');
  if (!isObject(value) || kind === null) return null;
  if (kind === 'ImageReview') return ofReview(decodeImageReview(value, null), document, namespace, '');
  if (kind === 'AdmissionReview') return ofReview(decodeAdmissionReview(value, null), document, namespace, 'request.object');
  if (ownText(value, 'apiVersion') === null) return null;
  return ofObject(value, document, namespace, '');
}

function ofObject(value: unknown, document: YamlDocument, namespace: string | null, path: string): Subject[] {
  return visit(value, { pathPrefix: path }).map((workload) => {
    const place = { cluster: null, namespace: workload.namespace ?? namespace };
    return {
      workload,
      whole: { now: [workload], old: [] },
      namespace: place.namespace,
      speaker: { subject: workloadName(workload, place), names: true },
      asker: null,
      pathPrefix: '',
      document,
    };
  });
}

function ofReview(review: Review | Rejection, document: YamlDocument, namespace: string | null, pathPrefix: string): Subject[] | string {
  if (isRejection(review)) return review.message;
  const { workloads, whole, place, speaker, asker } = review;
  return workloads.map((workload, i) => ({
    workload,
    whole: { now: whole.now.slice(i, i + 1), old: whole.old },
    namespace: place.namespace ?? namespace,
    speaker: speaker(workload),
    asker,
    pathPrefix,
    document,
  }));
}
