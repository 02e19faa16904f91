/** Allowlists as Kubernetes objects: Gatekeeper's K8sAllowedRepos, Kyverno's patterns of images. */
import { maxImportedEntries } from '../limits.ts';
import { escapeText } from '../text.ts';
import { describe, isObject, own, ownText } from '../workload/json.ts';
import type { YamlDocument } from '../yaml.ts';
import { emptyReading, type Reading, type Remark } from './reading.ts';

type Steps = readonly (string | number)[];

/** Every document that is one of them; null when none is. */
export function readManifests(documents: readonly YamlDocument[]): Reading | null {
  const readings = documents.map(readManifest).filter((reading) => reading !== null);
  const [first, ...others] = readings;
  for (const other of others) {
    first?.named.push(...other.named);
    first?.differences.push(...other.differences);
    first?.problems.push(...other.problems);
  }
  return first ?? null;
}

function readManifest(document: YamlDocument): Reading | null {
  const kind = ownText(document.value, 'kind');
  if (kind === 'K8sAllowedRepos') return readGatekeeper(document);
  const isKyverno = (ownText(document.value, 'apiVersion') ?? '').startsWith('kyverno.io/');
  return isKyverno && (kind === 'ClusterPolicy' || kind === 'Policy') ? readKyverno(document) : null;
}

function readGatekeeper({ value, position }: YamlDocument): Reading {
  const reading = emptyReading('gatekeeper');
  const steps = ['spec', 'parameters', 'repos'];
  const repos = steps.reduce<unknown>(own, value);
  if (!Array.isArray(repos)) {
    reading.problems.push({ ...position(steps), text: `spec.parameters.repos: expected a list, got ${describe(repos)}` });
    return reading;
  }
  for (const [index, repo] of repos.entries()) {
    const at = position([...steps, index]);
    if (typeof repo === 'string') reading.named.push({ effect: 'allow', text: repo, ...at });
    else reading.problems.push({ ...at, text: `spec.parameters.repos[${index}]: expected a text, got ${describe(repo)}` });
  }
  if (own(own(value, 'spec'), 'match') !== undefined)
    reading.differences.push({
      ...position(['spec', 'match'], true),
      text: 'where the constraint matches is not read: add where, or exemptNamespaces',
    });
  const action = ownText(own(value, 'spec'), 'enforcementAction') ?? 'deny';
  if (action !== 'deny') reading.differences.push(onlyReports(position(['spec', 'enforcementAction']), `enforcementAction ${action}`));
  reading.differences.push(unjudged(position(steps, true)));
  return reading;
}

function onlyReports(at: Omit<Remark, 'text'>, what: string): Remark {
  return { ...at, text: `it only reports there (${escapeText(what, 80)}); a policy denies: write mode: warn, or audit, until it should` };
}

function unjudged(at: Omit<Remark, 'text'>): Remark {
  return { ...at, text: 'image volumes are not judged there; here every image of a Pod is, in Pods and in all controllers' };
}

function readKyverno({ value, position }: YamlDocument): Reading {
  const reading = emptyReading('kyverno');
  const rules = own(own(value, 'spec'), 'rules');
  for (const [index, rule] of (Array.isArray(rules) ? rules : []).entries()) {
    const steps = ['spec', 'rules', index, 'validate'];
    const validate = own(rule, 'validate');
    const action = ownText(validate, 'failureAction') ?? ownText(own(value, 'spec'), 'validationFailureAction') ?? 'Audit, by default';
    if (isObject(validate) && !/^enforce$/i.test(action))
      reading.differences.push(onlyReports(position(steps, true), `failureAction ${action}`));
    for (const key of ['pattern', 'anyPattern']) collect(own(validate, key), [...steps, key], { reading, position });
    if (own(rule, 'match') !== undefined || own(rule, 'exclude') !== undefined)
      reading.differences.push({
        ...position(['spec', 'rules', index]),
        text: 'match and exclude are not read: add where, or exemptNamespaces',
      });
  }
  if (reading.named.length === 0 && reading.problems.length === 0)
    reading.problems.push({
      ...position(['spec', 'rules']),
      text: 'expected a rule with validate.pattern that names an image, found none',
    });
  else reading.differences.push(unjudged(position(['spec', 'rules'], true)));
  return reading;
}

interface Collector {
  readonly reading: Reading;
  readonly position: YamlDocument['position'];
}

/** Every `image` of a pattern: `a/* | b/*`, and `!c/*`, which denies. The reader limits the depth. */
function collect(value: unknown, steps: Steps, collector: Collector): void {
  if (Array.isArray(value)) for (const [index, item] of value.entries()) collect(item, [...steps, index], collector);
  if (!isObject(value)) return;
  for (const [key, item] of Object.entries(value)) {
    const isImage = /^[=+]?\(?image\)?$/.test(key) && typeof item === 'string';
    if (isImage) addPattern(item, [...steps, key], collector);
    else collect(item, [...steps, key], collector);
  }
}

function addPattern(pattern: string, steps: Steps, { reading, position }: Collector): void {
  const at = position(steps);
  for (const one of pattern.split(/[|&]/)) {
    if (reading.named.length > maxImportedEntries) return;
    const text = one.trim();
    const name = text.replace(/^!\s*/, '');
    const isTag = /^\*:/.test(name);
    if (isTag)
      reading.problems.push({
        ...at,
        text: `a pattern of tags (${name.slice(1, 40)}) is no entry: write require: { tags: { deny: [...] } }`,
      });
    else if (!reading.named.some((other) => other.text === name))
      reading.named.push({ effect: text === name ? 'allow' : 'deny', text: name, ...at });
  }
}
