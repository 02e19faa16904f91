/** What the parts of the shell reader share: where it stands, and what it has found. */
import type { Place } from '../problem.ts';
import type { Command } from './command.ts';

/** Where the character at an offset of the script stands in the file. */
export type Locate = (at: number) => Place;

export interface Found {
  readonly commands: Command[];
  /** Pipelines numbered so far. */
  pipelines: number;
}

export interface Reader {
  readonly text: string;
  readonly locate: Locate;
  readonly found: Found;
  /** Levels of substitution and `sh -c` around it. */
  depth: number;
  at: number;
  /** Delimiters of heredocs whose lines begin behind the next line end. */
  heredocs: string[];
}

/** A command that is being read. */
export interface Draft {
  readonly words: string[];
  readonly nested: Command[];
  /** Offset of the word that is run. */
  start: number;
  /** Whether that word was read. */
  begun: boolean;
}

export function newReader(text: string, locate: Locate, found: Found = { commands: [], pipelines: 0 }, depth = 0): Reader {
  return { text, locate, found, depth, at: 0, heredocs: [] };
}

export function newDraft(): Draft {
  return { words: [], nested: [], start: 0, begun: false };
}
