/** What judging the inputs gave, here or on a deployed service. */
import type { Report } from '../core/report/report.ts';
import { escapeText } from '../core/text.ts';
import type { Input } from './inputs.ts';

export interface Judged {
  readonly report: Report;
  /** What could not be judged, one line each, as they are to be shown. */
  readonly problems: readonly string[];
  /** Files that were read. */
  readonly files: ReadonlySet<string>;
  /** Files found in a directory that are neither manifest nor Dockerfile. */
  readonly skipped: number;
  /** Documents that were judged. */
  readonly manifests: number;
  /** For people who want more than the findings. */
  readonly notes: readonly string[];
}

/** Characters: a path of 4,096 and what is wrong with it. */
const maxProblemLength = 8192;

export function problemLine(text: string): string {
  return escapeText(text, maxProblemLength);
}

/** A file that somebody named, and that is nothing to judge. */
export function nothingIn({ path }: Input, text: string): string {
  const found = text.trim() === '' ? 'it is empty' : 'no object with apiVersion and kind in it';
  return problemLine(`${path}: ${found}: expected a manifest, a review or a Dockerfile`);
}
