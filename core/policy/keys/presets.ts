/** `presets`: base lists of managed clusters. */
import { presetNames } from '../../presets/preset.ts';
import type { Shape } from '../shape.ts';

export const presets: Shape = {
  type: 'list',
  doc: "Base lists of the registries that a managed cluster's system add-ons pull from: allows, below every entry of one's own at the same scope.",
  of: { type: 'choice', doc: 'The provider of the cluster.', values: presetNames },
  max: presetNames.length,
};
