/** Judges one Dockerfile: its rules, and every image that it names by the same entries and in the same words as a workload's. */
import type { DockerfileOptions } from '../dockerfile/model.ts';
import { decide } from '../policy/decide.ts';
import type { Finding } from '../policy/finding.ts';
import { severityOf, weakened } from '../policy/mode.ts';
import { type Policy, settingsIn } from '../policy/policy.ts';
import { lineOf } from '../policy/words.ts';
import { ignoresOf } from '../report/ignores.ts';
import type { ReportFinding } from '../report/report.ts';
import { type DockerfileImage, type DockerfileViolation, judgeDockerfile } from '../rules/judge-dockerfile.ts';
import { dockerfileRuleIds } from '../rules/rule-ids.ts';
import { escapeText } from '../text.ts';
import type { Workload } from '../workload/types.ts';
import { type Checked, type CheckPlace, count, type InputFile, reportImage } from './check.ts';

const object = { kind: 'Dockerfile', namespace: null, name: null };
const nothing = { apiVersion: null, name: null, namespace: null, path: '', podSpec: null, defects: [] };
const roles = { from: 'FROM', 'copy-from': 'COPY --from', 'mount-from': 'RUN --mount', syntax: '# syntax' } as const;

/** Adds what is found to `checked`. Stages that the target does not need are judged too, and only recorded. Never throws. */
export function checkDockerfile(
  checked: Checked,
  { path: file, text }: InputFile,
  policy: Policy,
  place: CheckPlace,
  nowMs: number,
  options: DockerfileOptions,
): void {
  checked.manifests++;
  const { violations, images, problems } = judgeDockerfile(text, { ...options, rules: policy.dockerfiles.rules });
  for (const { line, column, message } of problems) checked.problems.push({ file, line, column, message });
  const { mode, exemptNamespaces } = settingsIn(policy, place.cluster);
  if (place.namespace !== null && exemptNamespaces.has(place.namespace)) return;
  const own: ReportFinding[] = violations.map((one) => ofViolation(file, one, weakened(one.severity, mode)));
  for (const image of images) {
    if (image.image === null) own.push(ofUnknown(file, image, image.inTarget ? severityOf(mode) : 'info'));
    else checkImage(checked, file, image, image.image, policy, place, nowMs);
  }
  if (own.length > 0) count(checked, own);
  for (const finding of own) checked.findings.push(finding);
  addImageIgnores(checked, file, text);
}

function checkImage(
  checked: Checked,
  file: string,
  { role, stage, inTarget, line, column }: DockerfileImage,
  image: string,
  policy: Policy,
  place: CheckPlace,
  nowMs: number,
): void {
  const use = { image, path: roles[role], list: 'containers', container: stage, place: null } as const;
  const workload: Workload = { ...nothing, kind: 'Dockerfile', images: [use] };
  const { proofs, ...where } = place;
  const occasion = { place: where, nowMs };
  const { images } = decide(policy, [workload], proofs === undefined ? occasion : { ...occasion, proofs });
  for (const judged of images) {
    const findings = judged.findings.map((one): Finding => (inTarget ? one : { ...one, severity: 'info' }));
    checked.images.push({ ...reportImage(file, '', { ...judged, findings }), object, line });
    count(checked, findings);
    for (const finding of findings) checked.findings.push(ofFinding(file, finding, { line, column }));
  }
}

/** No entry can admit what nobody can name. */
function ofUnknown(file: string, image: DockerfileImage, severity: Finding['severity']): ReportFinding {
  const { role, stage, line, column, problem } = image;
  const fix = 'write the image, or give the variable a value with a default or --build-arg';
  const finding = {
    ...blank(stage),
    rule: 'registry-allowlist',
    severity,
    path: roles[role],
    detail: problem ?? 'cannot tell the image',
    fix,
  };
  return ofFinding(file, finding as Finding, { line, column });
}

function ofViolation(file: string, violation: DockerfileViolation, severity: Finding['severity']): ReportFinding {
  const { rule, stage, detail, fix, inTarget, line, column } = violation;
  const finding = {
    ...blank(stage),
    rule,
    severity: inTarget ? severity : 'info',
    path: stage === null ? 'the file' : `stage ${stage}`,
    detail,
    fix,
  };
  return ofFinding(file, violation.severity === 'warn' ? { ...finding, onlyWarns: true } : finding, { line, column });
}

function blank(stage: string | null) {
  const workload: Workload = { ...nothing, kind: 'Dockerfile', images: [] };
  return { workload, list: null, container: stage, image: null, reference: null, entry: null, exception: null };
}

/** `Dockerfile:7: FROM: docker.io/library/nginx:latest is denied by registry-allowlist: ...` */
function ofFinding(file: string, finding: Finding, { line, column }: { readonly line: number; readonly column: number }): ReportFinding {
  const { rule, severity, path, container, image, fix } = finding;
  const message = lineOf([finding], { subject: `${escapeText(file)}:${line}`, names: false });
  return { rule, severity, file, line, column, object, path, container, image, message, fix };
}

/** Of rules about images: those about Dockerfiles were applied by whoever reads instructions, and warn without a reason. */
function addImageIgnores(checked: Checked, file: string, text: string): void {
  const ofDockerfiles: readonly string[] = dockerfileRuleIds;
  for (const ignore of ignoresOf(file, text).ignores) {
    const rules = ignore.rules.filter((rule) => !ofDockerfiles.includes(rule));
    if (rules.length > 0) checked.ignores.push({ ...ignore, rules });
  }
}
