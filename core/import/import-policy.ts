/** Turns a foreign allowlist into a policy document, and tells line by line what the two do differently. */

import { maxImportLength } from '../limits.ts';
import { maxProblems } from '../policy/shape.ts';
import { escapeText } from '../text.ts';
import { isObject } from '../workload/json.ts';
import { formatYaml, parseYaml, type YamlDocument } from '../yaml.ts';
import { entriesOf } from './entries.ts';
import { readList, readYamlList } from './list.ts';
import { readManifests } from './manifests.ts';
import { emptyReading, type Form, type Reading, type Remark } from './reading.ts';
import { looksLikeRego, readRego } from './rego.ts';

export interface Imported {
  readonly form: Form;
  /** A policy document, YAML. */
  readonly document: string;
  /** In the order of the text. */
  readonly differences: readonly Remark[];
}

/** The policy, or what is wrong with the text: `FILE:LINE:COLUMN: ...`, one line each. Never throws. */
export function importPolicy(text: string, name: string): Imported | { readonly problems: readonly string[] } {
  const reading = text.length > maxImportLength ? tooLong(text) : read(text.startsWith('\ufeff') ? text.slice(1) : text);
  const images = entriesOf(reading);
  const { differences, problems, form } = reading;
  if (problems.length > 0) return { problems: problems.slice(0, maxProblems).map((problem) => lineOf(name, problem)) };
  const document = formatYaml(
    [{ version: 1, images }],
    [`Imported from ${name}. Only the most specific entry that applies decides; what no entry admits is denied.`],
  );
  return { form, document, differences: differences.toSorted((a, b) => a.line - b.line || a.column - b.column) };
}

/** `FILE:LINE:COLUMN: TEXT` */
export function lineOf(name: string, { line, column, text }: Remark): string {
  return `${escapeText(name)}:${line}:${column}: ${text}`;
}

function read(text: string): Reading {
  const documents = parseYaml(text, { merge: false });
  const values = 'message' in documents ? [] : documents;
  const manifests = readManifests(values);
  if (manifests !== null) return manifests;
  if (looksLikeRego(text)) return readRego(text);
  const [first] = values;
  if (first !== undefined && Array.isArray(first.value)) return readYamlList(first, first.value);
  const broken = 'message' in documents && /^(?:apiVersion|kind)\s*:|^[ \t]*- /m.test(text);
  if (broken) return failed({ line: documents.line, column: documents.column, text: documents.message });
  return first !== undefined && isObject(first.value) ? failed(unknownObject(first)) : readList(text);
}

function unknownObject({ value, position }: YamlDocument): Remark {
  const isPolicy = isObject(value) && Object.hasOwn(value, 'version');
  const found = isPolicy ? 'but it is a policy already' : 'got an object of another kind';
  return { ...position([]), text: `expected a list, a Rego rule, K8sAllowedRepos or a Kyverno policy, ${found}` };
}

function failed(problem: Remark): Reading {
  const reading = emptyReading('list');
  reading.problems.push(problem);
  return reading;
}

function tooLong({ length }: string): Reading {
  return failed({ line: 1, column: 1, text: `${length} characters, expected at most ${maxImportLength}` });
}
