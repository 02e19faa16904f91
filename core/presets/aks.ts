/** The registry of Microsoft's own images, which every cloud of AKS (global, US Government, 21Vianet) pulls its system Pods from. */
import type { PresetRegistry } from './preset.ts';

export const aks: readonly PresetRegistry[] = [
  {
    scope: 'mcr.microsoft.com',
    region: null,
    source:
      'https://learn.microsoft.com/azure/aks/outbound-rules-control-egress#required-outbound-network-rules-and-fqdns-for-aks-clusters',
  },
];
