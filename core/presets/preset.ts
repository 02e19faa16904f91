/** Base lists of managed clusters: what their system add-ons pull from, so that the first `enforce` does not stop them. */

export interface PresetRegistry {
  /** As an entry of the policy would write it. */
  readonly scope: string;
  /** Null: everywhere. */
  readonly region: string | null;
  /** Where the provider says so. */
  readonly source: string;
}

export const presetNames = ['eks', 'gke', 'aks'] as const;
export type PresetName = (typeof presetNames)[number];

/** Those that are loaded: the lists are long, and most policies have none. */
export type Presets = Readonly<Partial<Record<PresetName, readonly PresetRegistry[]>>>;
