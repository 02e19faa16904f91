/** What a FROM line starts from: an image, scratch, a stage, or one of several stages by the platform. */
import { escapeText, quote } from '../text.ts';
import { expand } from './expand.ts';
import type { DraftStage } from './graph.ts';
import type { Instruction } from './instruction.ts';
import type { DockerfileProblem } from './problem.ts';
import type { BaseImage } from './stage.ts';
import { isPlatformName, type VariableOptions } from './variables.ts';

export interface Base {
  readonly name: string | null;
  readonly bases: DraftStage[];
  readonly image: BaseImage | null;
  readonly problem: DockerfileProblem | null;
}

/** `named`: the stages above, by lower-case name. */
export function readFrom(from: Instruction, named: ReadonlyMap<string, DraftStage>, options: VariableOptions): Base {
  const [written = '', as, name, ...more] = from.text.split(/\s+/);
  const wellFormed = written !== '' && more.length === 0 && (as === undefined || (as.toLowerCase() === 'as' && name !== undefined));
  const { line, column } = from;
  const problem = wellFormed ? null : { line, column, message: `FROM ${quote(from.text, 60)} is not FROM image [AS name]` };
  return { name: name?.toLowerCase() ?? null, ...startOf(written, named, options), problem };
}

function startOf(written: string, named: ReadonlyMap<string, DraftStage>, options: VariableOptions): Pick<Base, 'bases' | 'image'> {
  const { text, unknown } = expand(written, (name) => options.globals.get(name), options.escapeChar);
  if (unknown.length === 0) {
    const stage = named.get(text.toLowerCase());
    if (stage !== undefined) return { bases: [stage], image: null };
    return { bases: [], image: text === 'scratch' ? null : { text, written, problem: null } };
  }
  const candidates = unknown.every(isPlatformName) ? matching(text, named) : [];
  if (candidates.length > 0) return { bases: candidates, image: null };
  return { bases: [], image: { text: null, written, problem: whyUnknown(unknown) } };
}

/** `base-${TARGETARCH}` may be any stage whose name fits. */
function matching(text: string, named: ReadonlyMap<string, DraftStage>): DraftStage[] {
  const [before = '', after, ...more] = text.toLowerCase().split(/\$(?:\{\w+\}|\w+)/);
  if (after === undefined || more.length > 0) return [];
  const fits = (name: string): boolean => name.length > before.length + after.length && name.startsWith(before) && name.endsWith(after);
  return [...named].flatMap(([name, stage]) => (fits(name) ? [stage] : []));
}

function whyUnknown(unknown: readonly string[]): string {
  const [name = ''] = unknown;
  if (!/^\w+$/.test(name)) return `cannot tell the image: ${escapeText(name, 60)}`;
  const shown = escapeText(name, 60);
  return `cannot tell the image: ${shown} has no value here (give it a default, or --build-arg ${shown}=...)`;
}
