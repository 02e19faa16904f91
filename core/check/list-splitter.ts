/**
 * Cuts the items out of a JSON List while it arrives, so that a cluster's dump is never in memory whole. Lenient between the
 * items: each item is parsed strictly by whoever gets it, and what is cut off or follows the List is told at the end.
 */
import type { Position } from '../yaml.ts';

export interface ListItem extends Position {
  readonly text: string;
  readonly index: number;
}

export interface ListSplitter {
  /** The items that end in this piece of the text. */
  feed(chunk: string): ListItem[];
  /** Whether a list called `items` has begun in the outermost object. */
  hasItems(): boolean;
  /** One clause on what is wrong with the text as a whole; null when nothing is. */
  end(): string | null;
}

/** Characters of one item: the API server stores at most 1.5 MiB of an object. */
export const maxItemLength = 16 * 1024 * 1024;

interface State {
  depth: number;
  inText: boolean;
  escaped: boolean;
  line: number;
  /** Characters before the chunk, and before the line. */
  before: number;
  lineStart: number;
  /** The last text at the outermost level, and whether a key's colon follows it. */
  word: string;
  key: string;
  kind: string;
  lists: number;
  inItems: boolean;
  item: { readonly parts: string[]; length: number; readonly line: number; readonly column: number } | null;
  index: number;
  isClosed: boolean;
  problem: string | null;
}

const itemDepth = 2;

export function listSplitter(): ListSplitter {
  const state: State = {
    depth: 0,
    inText: false,
    escaped: false,
    line: 1,
    before: 0,
    lineStart: 0,
    word: '',
    key: '',
    kind: '',
    lists: 0,
    inItems: false,
    item: null,
    index: 0,
    isClosed: false,
    problem: null,
  };
  return { feed: (chunk) => feed(state, chunk), hasItems: () => state.lists > 0, end: () => endOf(state) };
}

function endOf({ problem, isClosed, kind, lists }: State): string | null {
  if (problem !== null) return problem;
  if (!isClosed) return 'it ends before the List does: is it whole?';
  if (lists > 1) return 'the key "items" stands twice in one object';
  return kind.endsWith('List') ? null : 'a document of this size is expected to be a List';
}

function feed(state: State, chunk: string): ListItem[] {
  const items: ListItem[] = [];
  let from = state.item === null ? -1 : 0;
  for (let at = 0; at < chunk.length; at++) {
    const char = chunk.charCodeAt(at);
    if (char === 0x0a) {
      state.line++;
      state.lineStart = state.before + at + 1;
    }
    if (state.inItems && state.item === null && state.depth === itemDepth && startsItem(char)) {
      state.item = { parts: [], length: 0, line: state.line, column: state.before + at - state.lineStart + 1 };
      from = at;
    }
    // A word ends where something else begins; everything else ends with its own last character.
    const isBehind = state.item !== null && !state.inText && state.depth === itemDepth && (char === 0x2c || char === 0x5d);
    if (isBehind) from = finish(state, items, chunk.slice(from, at));
    step(state, char);
  }
  if (state.item !== null) keep(state, chunk.slice(Math.max(from, 0)));
  state.before += chunk.length;
  return items;
}

function startsItem(char: number): boolean {
  return char > 0x20 && char !== 0x2c && char !== 0x5d;
}

function keep(state: State, part: string): void {
  const { item } = state;
  if (item === null) return;
  item.length += part.length;
  if (item.length > maxItemLength) state.problem ??= `items[${state.index}] has more than ${maxItemLength} characters`;
  else item.parts.push(part);
}

function finish(state: State, items: ListItem[], last: string): number {
  keep(state, last);
  const { item, index } = state;
  if (item !== null && item.length <= maxItemLength) items.push({ text: item.parts.join(''), index, line: item.line, column: item.column });
  state.item = null;
  state.index++;
  return -1;
}

/** Follows texts, levels and the outermost object's keys. */
function step(state: State, char: number): void {
  if (state.inText) {
    stepInText(state, char);
    return;
  }
  if (state.isClosed && char > 0x20) state.problem ??= 'something follows the List';
  switch (char) {
    case 0x22:
      state.inText = true;
      state.word = '';
      return;
    case 0x2c:
      if (state.depth === 1) state.key = '';
      return;
    case 0x3a:
      if (state.depth === 1) state.key = state.word;
      return;
    case 0x7b:
    case 0x5b:
      if (state.depth === 1 && char === 0x5b && state.key === 'items') {
        state.inItems = true;
        state.lists++;
      }
      state.depth++;
      return;
    case 0x7d:
    case 0x5d:
      state.depth--;
      if (state.depth === 1) state.inItems = false;
      if (state.depth <= 0) state.isClosed = true;
  }
}

function stepInText(state: State, char: number): void {
  if (state.escaped) state.escaped = false;
  else if (char === 0x5c) state.escaped = true;
  else if (char === 0x22) {
    state.inText = false;
    if (state.depth === 1 && state.key === 'kind') state.kind = state.word;
    return;
  }
  if (state.depth === 1 && state.word.length < 64) state.word += String.fromCharCode(char);
}
