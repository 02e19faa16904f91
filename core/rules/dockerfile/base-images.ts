/** The base images of the file, cut into their parts. A text that is no reference is for the allowlist to refuse. */

import type { Dockerfile } from '../../dockerfile/model.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { isRefusal, parseReference } from '../../image/reference.ts';
import { escapeText } from '../../text.ts';
import type { DockerfileHit } from '../dockerfile-rule.ts';
import { type Finding, hitAt } from './walk.ts';

export interface BaseParts {
  /** Escaped, variables replaced. */
  readonly text: string;
  /** `docker.io/library/node` */
  readonly repository: string;
  /** As written. */
  readonly tag: string | null;
  readonly digest: string | null;
  /** Whether variables were replaced in it: hadolint does not look there. */
  readonly resolved: boolean;
}

/** Null for stages, scratch, images that cannot be told and texts that are none. */
export function baseParts({ image }: Stage): BaseParts | null {
  if (image?.text == null) return null;
  const reference = parseReference(image.text);
  if (isRefusal(reference)) return null;
  const { host, path, tag, digest } = reference;
  const hasTag = digest !== null ? tag !== null : image.text.endsWith(`:${tag}`);
  return {
    text: escapeText(image.text),
    repository: `${host}/${path}`,
    tag: hasTag ? tag : null,
    digest,
    resolved: image.text !== image.written,
  };
}

export function eachBase({ stages }: Dockerfile, find: (base: BaseParts, stage: Stage) => Finding | null): DockerfileHit[] {
  return stages.flatMap((stage) => {
    const base = baseParts(stage);
    const finding = base === null ? null : find(base, stage);
    return finding === null || stage.from === null ? [] : [hitAt(stage.from, stage, finding)];
  });
}
