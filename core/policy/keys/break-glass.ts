/** `breakGlass`: how an emergency is declared on a workload, and by whom. */
import type { Shape, TextShape } from '../shape.ts';
import { reasonText } from '../texts.ts';

export interface BreakGlassDocument {
  readonly annotation: string;
  readonly value: string;
  readonly groups: readonly string[];
  readonly controllers?: boolean;
  readonly imageReview?: boolean;
}

const annotationPattern = /^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9][\w.-]{0,62}\*?$/;
const annotationText: TextShape = {
  type: 'text',
  pattern: annotationPattern.source,
  doc: 'The annotation that declares it; a "*" at the end is the ticket.',
  check: (text) =>
    annotationPattern.test(text)
      ? null
      : { expected: 'the key of an annotation, such as mycluster.image-policy.k8s.io/ticket-*', reason: null },
};

/** A value that everything matches would open the glass by accident. */
const valuePattern = /^(?!false$)[!-)+-~]([ -)+-~]{0,126})\*?$/;
const valueText: TextShape = {
  type: 'text',
  pattern: valuePattern.source,
  doc: 'What the annotation must say, exact or with one trailing "*".',
  check: (text) =>
    valuePattern.test(text)
      ? null
      : { expected: 'printable characters of which only the last may be "*", and not only that; never false', reason: null },
};

export const breakGlass: Shape = {
  type: 'object',
  doc: 'How an emergency is declared on a workload.',
  keys: {
    annotation: annotationText,
    value: valueText,
    groups: {
      type: 'list',
      doc: 'The user must be in one of these groups.',
      of: { ...reasonText, doc: 'The exact name of a group.' },
      min: 1,
      max: 100,
    },
    controllers: { type: 'flag', doc: "Pods made by Kubernetes' own controllers may carry their reviewed template's annotation." },
    imageReview: { type: 'flag', doc: 'ImageReview carries no user: true lets everybody who may create a Pod use it.' },
  },
  required: ['annotation', 'value', 'groups'],
};
