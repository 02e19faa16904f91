/**
 * JSON with places, as `parseYaml` has them for YAML, many times faster: cluster dumps are JSON. The engine's own parser makes
 * the value; a second pass over the valid text refuses what YAML would (keys that stand twice, depth) and finds places.
 */
import { maxNestingDepth } from './limits.ts';
import { quote } from './text.ts';
import type { Position, YamlDocument, YamlProblem } from './yaml.ts';

/** A value in the text: where it begins, where its key does (in a list: the list), what is in it. */
interface Node {
  readonly offset: number;
  readonly keyOffset: number;
  readonly children: Map<string | number, Node> | null;
}

/** Null when the text is no JSON object: it may still be YAML. */
export function parseJson(text: string): YamlDocument | YamlProblem | null {
  if (!/^\ufeff?\s*\{/.test(text.slice(0, 1024))) return null;
  let value: unknown;
  try {
    value = JSON.parse(text.startsWith('\ufeff') ? text.slice(1) : text);
  } catch {
    return null;
  }
  const refused = scan(text, null);
  if (typeof refused === 'object' && 'message' in refused) return { ...placeOf(linesOf(text), refused.offset), message: refused.message };
  return { value, position: locator(text) };
}

/** The tree of places is made for the first finding: most documents have none. */
function locator(text: string): YamlDocument['position'] {
  let root: Node | null = null;
  let lines: readonly number[] = [];
  return (steps, onKey = false) => {
    if (root === null) {
      root = treeOf(text);
      lines = linesOf(text);
    }
    return placeOf(lines, offsetOf(root, steps, onKey));
  };
}

/** Of the nearest that exists. */
function offsetOf(root: Node, steps: readonly (string | number)[], onKey: boolean): number {
  let node = root;
  for (const [i, step] of steps.entries()) {
    const child = node.children?.get(step) ?? node.children?.get(String(step));
    if (child === undefined) break;
    if (onKey && i === steps.length - 1) return child.keyOffset;
    node = child;
  }
  return node.offset;
}

function treeOf(text: string): Node {
  const root: Node = { offset: 0, keyOffset: 0, children: new Map() };
  scan(text, root);
  return root.children?.get(0) ?? root;
}

interface Frame {
  /** The keys so far; null in a list. */
  readonly keys: Set<string> | null;
  readonly node: Node | null;
  /** In a list. */
  position: number;
  key: string;
  keyOffset: number;
  expectsKey: boolean;
}

/** One pass over valid JSON, adding to `root` when there is one. The first thing that is refused, or the offset behind the end. */
function scan(text: string, root: Node | null): { readonly offset: number; readonly message: string } | number {
  const stack: Frame[] = [{ keys: null, node: root, position: 0, key: '', keyOffset: 0, expectsKey: false }];
  let top = stack[0] as Frame;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quoteMark) {
      const end = endOfText(text, at);
      if (top.expectsKey) {
        const key = textAt(text, at, end);
        if (top.keys?.has(key)) return { offset: at, message: `the key ${quote(key)} stands twice in one object` };
        top.keys?.add(key);
        top.key = key;
        top.keyOffset = at;
        top.expectsKey = false;
      } else add(top, at, false);
      at = end;
    } else if (code === openBrace || code === openBracket) {
      if (stack.length > maxNestingDepth) return { offset: at, message: `nested deeper than ${maxNestingDepth} levels` };
      const isObject = code === openBrace;
      const node = add(top, at, true);
      top = { keys: isObject ? new Set() : null, node, position: 0, key: '', keyOffset: 0, expectsKey: isObject };
      stack.push(top);
    } else if (code === closeBrace || code === closeBracket) {
      stack.pop();
      top = stack.at(-1) ?? top;
    } else if (code === comma) {
      top.position++;
      top.expectsKey = top.keys !== null;
    } else if (code > blank && code !== colon && code !== byteOrderMark) {
      add(top, at, false);
      at = endOfWord(text, at);
    }
  }
  return text.length;
}

const [quoteMark, openBrace, closeBrace, openBracket, closeBracket, comma, colon, blank, backslash] = [
  0x22, 0x7b, 0x7d, 0x5b, 0x5d, 0x2c, 0x3a, 0x20, 0x5c,
];
const byteOrderMark = 0xfeff;

function add({ node, keys, key, keyOffset, position }: Frame, offset: number, isHolder: boolean): Node | null {
  if (node === null) return null;
  const child: Node = { offset, keyOffset: keys === null ? node.offset : keyOffset, children: isHolder ? new Map() : null };
  node.children?.set(keys === null ? position : key, child);
  return child;
}

/** Of the closing quotation mark. */
function endOfText(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === backslash) at++;
    else if (code === quoteMark) return at;
  }
  return text.length;
}

function textAt(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end);
  return raw.includes('\\') ? String(JSON.parse(`"${raw}"`)) : raw;
}

/** The last character of a number, true, false or null. */
function endOfWord(text: string, start: number): number {
  let at = start;
  while (at + 1 < text.length && /[\w.+-]/.test(text.charAt(at + 1))) at++;
  return at;
}

/** Where each line begins. */
function linesOf(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function placeOf(lines: readonly number[], offset: number): Position {
  let [low, high] = [0, lines.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((lines[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return { line: low + 1, column: offset - (lines[low] ?? 0) + 1 };
}
