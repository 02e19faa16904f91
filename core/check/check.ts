/** Judges files as admission would: the same decision, the same words. Pure: texts in, report out. */
import type { Proofs } from '../evidence/proofs.ts';
import { formatReference } from '../image/reference.ts';
import { breakingGlass } from '../policy/break-glass.ts';
import { decide } from '../policy/decide.ts';
import type { Finding, JudgedImage } from '../policy/finding.ts';
import type { Policy } from '../policy/policy.ts';
import { lineOf } from '../policy/words.ts';
import { withWorkloadFindings } from '../policy/workload-findings.ts';
import { applyIgnores, type FoundIgnores, type Ignore, type IgnoreResult, ignoresOf } from '../report/ignores.ts';
import type { Report, ReportFinding, ReportImage } from '../report/report.ts';
import { joinPath, stepsOf } from '../workload/path.ts';
import { type InputProblem, type Subject, subjectsOf } from './subjects.ts';

export interface InputFile {
  readonly path: string;
  readonly text: string;
}

/** Where it would run, as the caller says. */
export interface CheckPlace {
  readonly cluster: string | null;
  /** Where neither the request nor the object tells. */
  readonly namespace: string | null;
  /** What is known of the images' evidence; absent: nothing. */
  readonly proofs?: Proofs;
}

export interface Checked {
  readonly findings: ReportFinding[];
  readonly images: ReportImage[];
  readonly problems: InputProblem[];
  /** Inline ignores of the files, applied when all is judged. */
  readonly ignores: Ignore[];
  /** Things that were denied, warned of and passed. */
  readonly counts: { denied: number; warned: number; passed: number };
  /** Documents that are neither manifest nor review. */
  others: number;
  /** Documents that were judged. */
  manifests: number;
}

export function emptyChecked(): Checked {
  return { findings: [], images: [], problems: [], ignores: [], counts: { denied: 0, warned: 0, passed: 0 }, others: 0, manifests: 0 };
}

/** Judges one file and adds what it finds to `checked`. Never throws. */
export function checkFile(checked: Checked, { path: file, text }: InputFile, policy: Policy, place: CheckPlace, nowMs: number): void {
  const { subjects, problems, manifests, others } = subjectsOf(file, text, place.namespace);
  // One by one: a call takes no more arguments than the stack holds, and a hostile file may have more.
  for (const problem of problems) checked.problems.push(problem);
  checked.manifests += manifests;
  checked.others += others;
  for (const subject of subjects) checkSubject(checked, file, subject, policy, place, nowMs);
  addIgnores(checked, ignoresOf(file, text));
}

/** One by one: a call takes no more arguments than the stack holds, and a hostile file may have more. */
function addIgnores(checked: Checked, { ignores, problems }: FoundIgnores): void {
  for (const ignore of ignores) checked.ignores.push(ignore);
  for (const problem of problems) checked.problems.push(problem);
}

/** Something that could not be judged is never green. */
export function reportOf(checked: Checked, policy: Policy): Report {
  return judgedReport(checked, policy).report;
}

/** The same, and the inline ignores that forgave nothing. */
export function judgedReport({ findings, images, problems, ignores, counts }: Checked, { hash, source }: Policy): IgnoreResult {
  const allowed = !findings.some(({ severity }) => severity === 'deny');
  const { report, unused } = applyIgnores({ policy: { hash, source }, allowed, summary: { ...counts }, findings, images }, ignores);
  return { report: { ...report, allowed: report.allowed && problems.length === 0 }, unused };
}

/** Judges one workload and adds what it finds to `checked`. */
export function checkSubject(
  checked: Checked,
  file: string,
  subject: Subject,
  policy: Policy,
  { cluster, proofs }: CheckPlace,
  nowMs: number,
): void {
  const place = { cluster, namespace: subject.namespace };
  const ofImages = decide(policy, [subject.workload], proofs === undefined ? { place, nowMs } : { place, nowMs, proofs });
  const closed = withWorkloadFindings(policy, ofImages, subject.whole, cluster);
  const verdict = breakingGlass(policy.breakGlass, closed, subject.asker);
  for (const image of verdict.images) {
    checked.images.push(placed(reportImage(file, subject.pathPrefix, image), subject));
    count(checked, image.findings);
  }
  const own = verdict.findings.filter(({ image }) => image === null);
  if (own.length > 0) count(checked, own);
  for (const finding of verdict.findings) checked.findings.push(reportFinding(file, subject, finding));
}

/** Counts one thing by its worst finding. */
export function count({ counts }: Checked, findings: readonly Pick<Finding, 'severity'>[]): void {
  if (findings.some(({ severity }) => severity === 'deny')) counts.denied++;
  else if (findings.some(({ severity }) => severity === 'warn')) counts.warned++;
  else counts.passed++;
}

function reportFinding(file: string, { speaker, pathPrefix, document, workload, namespace }: Subject, finding: Finding): ReportFinding {
  const { rule, severity, container, image, fix } = finding;
  const path = joinPath(pathPrefix, finding.path);
  const { line, column } = document.position(stepsOf(path));
  const object = { kind: workload.kind, namespace, name: workload.name };
  return { rule, severity, file, line, column, object, path, container, image, message: lineOf([finding], speaker), fix };
}

export function reportImage(file: string, pathPrefix: string, { use, reference, match, findings }: JudgedImage): ReportImage {
  const { image, path, container } = use;
  const allowed = !findings.some(({ severity }) => severity === 'deny');
  const canonical = reference === null ? null : formatReference(reference);
  return { image, canonical, file, path: joinPath(pathPrefix, path), container, allowed, entry: match?.scope ?? null };
}

/** Where it is used, for the outputs that show it. */
function placed(image: ReportImage, { document, workload, namespace }: Subject): ReportImage {
  const { line } = document.position(stepsOf(image.path));
  return { ...image, object: { kind: workload.kind, namespace, name: workload.name }, line };
}
