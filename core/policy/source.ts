/** A policy document's text, to its value: JSON without any library, YAML with one that is loaded only when needed. */
import type { Position, YamlProblem } from '../yaml.ts';

export interface DocumentText {
  readonly value: unknown;
  /** Where the value (`onKey`: the key) at these steps stands. */
  locate(steps: readonly (string | number)[], onKey: boolean): Promise<Position>;
}

/** Reads the text of one document; or says what is wrong with it, and where. Never throws. */
export async function readDocumentText(text: string): Promise<DocumentText | YamlProblem> {
  const json = compactJson(text);
  if (json !== undefined) return { value: json, locate: async (steps, onKey) => locateIn(text, steps, onKey) };
  const documents = await parsePolicyYaml(text);
  if ('message' in documents) return documents;
  const [document, second] = documents;
  if (second !== undefined) return { ...second.position([]), message: 'a second document: a policy is one document' };
  if (document === undefined) return { line: 1, column: 1, message: 'the document is empty' };
  return { value: document.value, locate: async (steps, onKey) => document.position(steps, onKey) };
}

/**
 * The value of JSON as `JSON.stringify` writes it. Any other spelling goes the long way, because JSON.parse keeps the last of
 * two equal keys in silence.
 */
function compactJson(text: string): unknown {
  if (!text.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return JSON.stringify(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

async function locateIn(text: string, steps: readonly (string | number)[], onKey: boolean): Promise<Position> {
  const documents = await parsePolicyYaml(text);
  return 'message' in documents ? documents : (documents[0]?.position(steps, onKey) ?? { line: 1, column: 1 });
}

async function parsePolicyYaml(text: string) {
  const { parseYaml } = await import('../yaml.ts');
  return parseYaml(text, { merge: false });
}
