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
  if (json !== undefined) return { value: json, locate: locator(text) };
  const documents = await parsePolicyYaml(text);
  if ('message' in documents) return documents;
  const [document, second] = documents;
  if (second !== undefined) return { ...second.position([]), message: 'a second document: a policy is one document' };
  if (document === undefined) return { line: 1, column: 1, message: 'the document is empty' };
  return { value: document.value, locate: async (steps, onKey) => document.position(steps, onKey) };
}

/**
 * The value of JSON as `JSON.stringify` writes it, compact or indented by two. Any other spelling goes the long way, because
 * JSON.parse keeps the last of two equal keys in silence.
 */
function compactJson(text: string): unknown {
  if (!text.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    const written = text.trimEnd();
    return JSON.stringify(value) === written || JSON.stringify(value, null, 2) === written ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Parses the text when the first problem is to be located, and once for all of them. */
function locator(text: string): DocumentText['locate'] {
  let parsed: ReturnType<typeof parsePolicyYaml> | undefined;
  return async (steps, onKey) => {
    parsed ??= parsePolicyYaml(text);
    const documents = await parsed;
    return 'message' in documents ? documents : (documents[0]?.position(steps, onKey) ?? { line: 1, column: 1 });
  };
}

async function parsePolicyYaml(text: string) {
  const { parseYaml } = await import('../yaml.ts');
  return parseYaml(text, { merge: false });
}
