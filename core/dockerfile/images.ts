/** Every image a Dockerfile names, in the order of the file: FROM, COPY --from, RUN --mount=from, the frontend of `# syntax=`. */
import { escapeText } from '../text.ts';
import type { Dockerfile } from './model.ts';
import type { Place } from './problem.ts';
import type { Stage } from './stage.ts';

export interface DockerfileImage extends Place {
  /** Variables replaced; null when one of them is not known: then `problem` says so. */
  readonly image: string | null;
  readonly role: 'from' | 'copy-from' | 'mount-from' | 'syntax';
  /** The stage's name, else its position; null for the frontend. */
  readonly stage: string | null;
  readonly inTarget: boolean;
  readonly problem: string | null;
}

/** `scratch` and stages are no images. */
export function imagesOf({ stages, syntax }: Dockerfile): DockerfileImage[] {
  const images = stages.flatMap(imagesIn);
  if (syntax === null) return images;
  const { image, line, column } = syntax;
  return [{ image, role: 'syntax', line, column, stage: null, inTarget: true, problem: null }, ...images];
}

/** How a stage is called: its name, else its position; escaped. */
export function stageLabel({ name, index }: Stage): string | null {
  return name !== null ? escapeText(name, 60) : index < 0 ? null : String(index);
}

function imagesIn(stage: Stage): DockerfileImage[] {
  const { from, image, uses, inTarget } = stage;
  const place = { stage: stageLabel(stage), inTarget: inTarget || stage.index < 0 };
  const base = from === null || image === null ? [] : [{ ...image, line: from.line, column: from.column }];
  return [
    ...base.map(({ text, problem, line, column }) => ({ image: text, role: 'from' as const, line, column, ...place, problem })),
    ...uses.flatMap(({ role, source, stage: used, line, column }) => {
      if (used !== null || source === 'scratch') return [];
      const unknown = source.includes('$') ? 'cannot tell the image: no variable is replaced here (name a stage that is FROM it)' : null;
      return [{ image: unknown === null ? source : null, role, line, column, ...place, problem: unknown }];
    }),
  ];
}
