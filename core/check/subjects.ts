/** A file's text, to what is judged in it: manifests, Lists, AdmissionReview and ImageReview files. The text is hostile. */
import type { Speaker } from '../policy/words.ts';
import { workloadName } from '../policy/words.ts';
import { decodeAdmissionReview } from '../review/admission-review.ts';
import { isRejection } from '../review/http.ts';
import { decodeImageReview } from '../review/image-review.ts';
import type { Review } from '../review/review.ts';
import { isObject, ownText } from '../workload/json.ts';
import { visit, type Workload } from '../workload/visit.ts';
import { parseYaml, type YamlDocument } from '../yaml.ts';

/** One workload on trial, and how to find its places in the text. */
export interface Subject {
  readonly workload: Workload;
  /** From the request or the object itself; null: neither tells. */
  readonly namespace: string | null;
  readonly speaker: Speaker;
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
  const documents = parseYaml(text, { merge: true });
  if ('message' in documents) return { subjects: [], problems: [{ file, ...documents }], manifests: 0, others: 0 };
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

/** Null when the document is neither manifest nor review; a text says what is wrong with it. */
function ofDocument(document: YamlDocument, namespace: string | null): Subject[] | string | null {
  const { value } = document;
  const kind = ownText(value, 'kind');
  if (!isObject(value) || kind === null) return null;
  if (kind === 'ImageReview') return ofReview(decodeImageReview(value, null), document, '');
  if (kind === 'AdmissionReview') return ofReview(decodeAdmissionReview(value, null), document, 'request.object');
  if (ownText(value, 'apiVersion') === null) return null;
  return visit(value).map((workload) => {
    const place = { cluster: null, namespace: workload.namespace ?? namespace };
    return {
      workload,
      namespace: place.namespace,
      speaker: { subject: workloadName(workload, place), names: true },
      pathPrefix: '',
      document,
    };
  });
}

function ofReview(review: Review | { readonly message: string }, document: YamlDocument, pathPrefix: string): Subject[] | string {
  if (isRejection(review)) return review.message;
  const { workloads, place, speaker } = review as Review;
  return workloads.map((workload) => ({ workload, namespace: place.namespace, speaker: speaker(workload), pathPrefix, document }));
}

/** `request.object` and `spec`, `["a b"]` or `''`, as one path. */
export function joinPath(prefix: string, path: string): string {
  return `${prefix}${prefix === '' || path === '' || path.startsWith('[') ? '' : '.'}${path}`;
}

/** A path as the visitor spells it, back to keys and positions; a path that was cut ends early. */
export function stepsOf(path: string): (string | number)[] {
  const step = /\.?([A-Za-z_]\w*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/y;
  const steps: (string | number)[] = [];
  for (let match = step.exec(path); match !== null; match = step.exec(path)) {
    const [, key, position, quoted] = match;
    if (key !== undefined) steps.push(key);
    else steps.push(position === undefined ? (JSON.parse(quoted ?? '""') as string) : Number(position));
  }
  return steps;
}
