/** A deny entry is the most specific one: its owner says why. */
import { escapeText } from '../../text.ts';
import type { ImageRule } from '../image-rule.ts';

export const deniedImage: ImageRule = {
  id: 'denied-image',
  summary: 'An entry of the policy denies the image.',
  reference: 'https://kubernetes.io/docs/concepts/containers/images/',
  check: ({ match }) => {
    if (match?.entry.effect !== 'deny') return null;
    const { reason } = match.entry;
    return { detail: `the entry ${match.scope} denies it${reason === null ? '' : `: ${escapeText(reason)}`}`, fix: 'use another image' };
  },
};
