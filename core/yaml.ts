/**
 * The one file that knows the YAML library. YAML 1.2 core schema, whatever a directive says; no tags; at most
 * `maxYamlAliases` aliases, none of them of itself; duplicate keys are errors. JSON is read by the same rules. The text is
 * hostile: the library's own checks of aliases and keys are replaced, because they let a cycle pass and take quadratic time.
 */
import {
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  type ParsedNode,
  parseAllDocuments,
  stringify,
  type YAMLMap,
  type Document as YamlLibraryDocument,
} from 'yaml';
import { maxNestingDepth, maxYamlAliases, maxYamlExpansion } from './limits.ts';
import { escapeText, quote } from './text.ts';

/** Characters of one line of a comment that we write. */
const maxCommentLength = 1000;

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
  /** Whether it is read as kubectl reads manifests: `<<` merges, and a key that is a number counts as its text. */
  readonly merge: boolean;
}

/** The values as the documents of one text, which begins with `comment`, one line each. Texts of several lines stay readable. */
export function formatYaml(values: readonly unknown[], comment: readonly string[] = []): string {
  const documents = values.map((value) => stringify(value, { lineWidth: 0, version: '1.2', aliasDuplicateObjects: false }));
  return `${comment.map((line) => `# ${escapeText(line, maxCommentLength)}\n`).join('')}${documents.join('---\n')}`;
}

type LibraryDocument = YamlLibraryDocument<ParsedNode>;

/** Every document of the text, or the first thing that is wrong with it. Empty documents are left out. Never throws. */
export function parseYaml(text: string, { merge }: YamlOptions): readonly YamlDocument[] | YamlProblem {
  const lines = new LineCounter();
  const at = (offset: number): Position => positionAt(lines, offset);
  try {
    const parsed = parseAllDocuments(text, {
      schema: 'core',
      merge,
      version: '1.2',
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: false,
    });
    const all = 'empty' in parsed ? [] : parsed;
    const [first] = [...parsed, ...('empty' in parsed ? [parsed] : [])].flatMap(({ errors, warnings }) => [...errors, ...warnings]);
    if (first !== undefined) return { ...at(first.pos[0]), message: libraryMessage(first) };
    const documents = all.filter(({ contents }) => contents !== null);
    for (const { contents } of documents) {
      const found = inspect(contents, merge);
      if (found !== null) return { ...at(found.offset), message: found.message };
    }
    return documents.map((document) => ({
      value: document.toJS({ maxAliasCount: -1 }),
      position: (steps, onKey = false) => at(offsetOf(document, steps, onKey)),
    }));
  } catch (error) {
    return { line: 1, column: 1, message: libraryMessage(error) };
  }
}

/** The library knows no limit of depth but the stack's end. */
function libraryMessage(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.includes('call stack') ? tooDeep : escapeText(message);
}

const tooDeep = `nested deeper than ${maxNestingDepth} levels`;

/** What an alias of the node stands for. */
interface Weight {
  readonly nodes: number;
  /** Levels of maps and lists. */
  readonly depth: number;
}

interface Inspection {
  readonly merge: boolean;
  /** By anchor, the latest one of a name; null while its node is not closed. */
  readonly anchors: Map<string, Weight | null>;
  aliases: number;
  expanded: number;
  found: { readonly offset: number; readonly message: string } | null;
}

const leaf: Weight = { nodes: 1, depth: 0 };

/** The first thing that the library accepts and we do not: tags, aliases, keys, depth. */
function inspect(root: Node | null, merge: boolean): Inspection['found'] {
  const state: Inspection = { merge, anchors: new Map(), aliases: 0, expanded: 0, found: null };
  weigh(state, root, 1);
  return state.found;
}

function refuse(state: Inspection, node: Node, message: string): Weight {
  state.found ??= { offset: node.range?.[0] ?? 0, message };
  return leaf;
}

function weigh(state: Inspection, node: Node | null, level: number): Weight {
  if (node === null || state.found !== null) return leaf;
  if (isAlias(node)) return weighAlias(state, node, node.source, level);
  if (node.tag !== undefined) return refuse(state, node, `the tag ${escapeText(node.tag)} is not accepted`);
  const anchor = isCollection(node) || isScalar(node) ? node.anchor : undefined;
  if (anchor !== undefined) state.anchors.set(anchor, null);
  const weight = isCollection(node) ? weighCollection(state, node, level) : leaf;
  if (anchor !== undefined) state.anchors.set(anchor, weight);
  return weight;
}

function weighCollection(state: Inspection, node: Node, level: number): Weight {
  if (level > maxNestingDepth) return refuse(state, node, tooDeep);
  let [nodes, depth] = [1, 0];
  const add = (child: unknown): void => {
    const weight = weigh(state, isNode(child) ? child : null, level + 1);
    nodes += weight.nodes;
    depth = Math.max(depth, weight.depth);
  };
  if (isSeq(node)) for (const item of node.items) add(item);
  const keys = new Set<string>();
  if (isMap(node))
    for (const { key, value } of node.items) {
      checkKey(state, isNode(key) ? key : node, keys);
      add(key);
      add(value);
    }
  return { nodes, depth: depth + 1 };
}

function weighAlias(state: Inspection, node: Node, source: string, level: number): Weight {
  const weight = state.anchors.get(source);
  if (weight === undefined) return refuse(state, node, `the alias *${escapeText(source)} has no anchor before it`);
  if (weight === null) return refuse(state, node, `the alias *${escapeText(source)} stands inside what it repeats`);
  state.aliases++;
  state.expanded += weight.nodes;
  if (state.aliases > maxYamlAliases) return refuse(state, node, `more than ${maxYamlAliases} aliases`);
  if (state.expanded > maxYamlExpansion) return refuse(state, node, `aliases that repeat more than ${maxYamlExpansion} values`);
  return level + weight.depth - 1 > maxNestingDepth ? refuse(state, node, tooDeep) : weight;
}

/** Keys that would be one in JavaScript (`1` and "1") are one. `<<` is a symbol where it merges, and may stand twice. */
function checkKey(state: Inspection, key: Node, keys: Set<string>): void {
  if (!isScalar(key)) {
    refuse(state, key, 'a key must be a text, not a list, an object or an alias');
    return;
  }
  const text = keyText(key.value);
  const spelled = key.source ? `the key ${escapeText(key.source)}` : 'an empty key';
  if (!state.merge && typeof key.value !== 'string') refuse(state, key, `${spelled} is not a text: write it between quotes`);
  if (keys.has(text) && typeof key.value !== 'symbol') refuse(state, key, `the key ${quote(text)} stands twice in one object`);
  keys.add(text);
}

/** As the library makes keys of an object. */
function keyText(value: unknown): string {
  if (typeof value === 'symbol') return value.description ?? '';
  return value === null ? '' : String(value);
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
    const pair = isMap(holder) ? pairOf(holder, String(step)) : undefined;
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

/** Pairs by key, made when a map is first asked: a search for each finding would take quadratic time. */
const pairs = new WeakMap<YAMLMap, Map<string, Pair>>();

function pairOf(map: YAMLMap, key: string): Pair | undefined {
  const known = pairs.get(map) ?? new Map(map.items.map((pair) => [isScalar(pair.key) ? keyText(pair.key.value) : '', pair]));
  pairs.set(map, known);
  return known.get(key);
}
