/**
 * The one file that knows the YAML library. YAML 1.2 core schema, whatever a directive says; no tags; at most
 * `maxYamlAliases` aliases; duplicate keys are errors. JSON is read by the same rules. The text is hostile.
 */
import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type ParsedNode,
  parseAllDocuments,
  visit,
  type Document as YamlLibraryDocument,
} from 'yaml';
import { maxNestingDepth, maxYamlAliases } from './limits.ts';
import { escapeText } from './text.ts';

export interface Position {
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units. */
  readonly column: number;
}

export interface YamlDocument {
  readonly value: unknown;
  /** Where the value at these keys and list positions stands (`onKey`: its key); the nearest that exists, through anchors. */
  position(steps: readonly (string | number)[], onKey?: boolean): Position;
}

export interface YamlProblem extends Position {
  /** One clause, the text's own characters escaped. */
  readonly message: string;
}

export interface YamlOptions {
  /** Whether `<<` merges: kubectl does it in manifests, a policy has none. */
  readonly merge: boolean;
}

type LibraryDocument = YamlLibraryDocument<ParsedNode>;

/** Every document of the text, or what is wrong with it. Empty documents are left out. Never throws. */
export function parseYaml(text: string, { merge }: YamlOptions): readonly YamlDocument[] | YamlProblem {
  const lines = new LineCounter();
  try {
    const parsed = parseAllDocuments(text, {
      schema: 'core',
      merge,
      version: '1.2',
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: true,
    });
    const documents = 'empty' in parsed ? [] : parsed.filter(({ contents }) => contents !== null);
    const at = (offset: number): Position => positionAt(lines, offset);
    for (const document of documents) {
      const problem = problemOf(document, at);
      if (problem !== null) return problem;
    }
    return documents.map((document) => ({
      value: document.toJS({ maxAliasCount: maxYamlAliases }),
      position: (steps, onKey = false) => at(offsetOf(document, steps, onKey)),
    }));
  } catch (error) {
    return { line: 1, column: 1, message: fatalMessage(error) };
  }
}

function problemOf(document: LibraryDocument, at: (offset: number) => Position): YamlProblem | null {
  const [first] = [...document.errors, ...document.warnings];
  if (first !== undefined) return { ...at(first.pos[0]), message: escapeText(first.message) };
  let found: YamlProblem | null = null;
  visit(document, {
    Node: (_, node, path) => {
      if (!isAlias(node) && node.tag !== undefined)
        found = { ...at(node.range?.[0] ?? 0), message: `the tag ${escapeText(node.tag)} is not accepted` };
      else if (path.length > 3 * maxNestingDepth)
        found = { ...at(node.range?.[0] ?? 0), message: `nested deeper than ${maxNestingDepth} levels` };
      return found === null ? undefined : visit.BREAK;
    },
  });
  return found;
}

/** The library reports an alias bomb and a cycle by exception, and a text nested beyond the stack by a RangeError. */
function fatalMessage(error: unknown): string {
  if (error instanceof RangeError) return `nested deeper than ${maxNestingDepth} levels`;
  if (error instanceof ReferenceError) return `more than ${maxYamlAliases} aliases, or an alias of itself`;
  return escapeText(error instanceof Error ? error.message : String(error));
}

function positionAt(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

function offsetOf(document: LibraryDocument, steps: readonly (string | number)[], onKey: boolean): number {
  let node: Node | null = document.contents;
  let offset = document.contents?.range?.[0] ?? 0;
  for (const [i, step] of steps.entries()) {
    const holder = isAlias(node) ? (node.resolve(document) ?? null) : node;
    const pair = isMap(holder) ? holder.items.find(({ key }) => isScalar(key) && String(key.value) === String(step)) : undefined;
    const child: unknown = isSeq(holder) ? holder.items[Number(step)] : pair?.value;
    const key = pair?.key;
    if (pair === undefined && child === undefined) return offset;
    if (isNode(key)) offset = key.range?.[0] ?? offset;
    if (onKey && i === steps.length - 1) return offset;
    node = isNode(child) ? child : null;
    offset = node?.range?.[0] ?? offset;
  }
  return offset;
}
