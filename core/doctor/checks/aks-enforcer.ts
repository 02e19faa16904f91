import { escapeText } from '../../text.ts';
import type { Check } from '../check.ts';

const mark = 'admissions.enforcer/disabled';
/** Labels that the enforcer writes into selectors: they give an AKS cluster away. */
const written = ['control-plane', 'kubernetes.azure.com/managedby'];

/** AKS edits webhook configurations so that its own namespaces are left out, by labels that a namespace's owner may set too. */
export const aksEnforcer: Check = {
  id: 'aks-enforcer',
  summary: 'The admissions enforcer of AKS edits the configuration.',
  reference: 'https://learn.microsoft.com/azure/aks/faq',
  check: ({ webhooks, provider }) =>
    webhooks
      .filter(({ marks, namespaces }) => {
        const isAks = provider === 'aks' || namespaces.some(({ key }) => written.includes(key));
        return isAks && marks.get(mark) !== 'true';
      })
      .map(({ name, configuration, kind }) => ({
        severity: 'warn',
        webhook: escapeText(name),
        detail: "AKS's admissions enforcer adds selectors of its own: namespaces with its labels are not judged",
        fix: `kubectl annotate ${kind.toLowerCase()} ${escapeText(configuration, 253)} ${mark}=true, and exempt the system's namespaces by name`,
      })),
};
