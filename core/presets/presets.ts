/** Every preset by its name. */
import { aks } from './aks.ts';
import { eks } from './eks.ts';
import { gke } from './gke.ts';
import type { PresetName, PresetRegistry } from './preset.ts';

export const presets: Readonly<Record<PresetName, readonly PresetRegistry[]>> = { eks, gke, aks };
