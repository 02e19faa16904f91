import { escapeText } from '../../text.ts';
import { type BlindSpot, type Check, reconnect } from '../check.ts';
import type { Webhook } from '../webhook.ts';

/** The one label of a namespace that the API server sets and nobody can change. */
const fixedLabel = 'kubernetes.io/metadata.name';

/** Who may label a namespace or a Pod decides then whether it is judged. */
export const editableSelector: Check = {
  id: 'editable-selector',
  summary: 'A selector reads labels that tenants may set.',
  reference: 'https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-metadata-name',
  check: ({ webhooks }) => webhooks.flatMap((webhook) => [...ofObjects(webhook), ...ofNamespaces(webhook)]),
};

function ofObjects({ name, objects }: Webhook): BlindSpot[] {
  if (objects.length === 0) return [];
  const keys = objects.map(({ key }) => escapeText(key, 80)).join(', ');
  const detail = `objectSelector reads ${keys}: whoever writes a Pod decides whether it is judged`;
  return [{ severity: 'deny', webhook: escapeText(name), detail, fix: 'remove objectSelector; use `exceptions` of the policy' }];
}

function ofNamespaces({ name, namespaces, kind }: Webhook): BlindSpot[] {
  const webhook = escapeText(name);
  const editable = namespaces.filter(({ key }) => key !== fixedLabel);
  const spots: BlindSpot[] = [];
  if (editable.length > 0) {
    const keys = editable.map(({ key }) => escapeText(key, 80)).join(', ');
    const detail = `namespaceSelector reads ${keys}: whoever may label a namespace decides whether it is judged`;
    spots.push({ severity: 'deny', webhook, detail, fix: `select by ${fixedLabel} alone: ${reconnect}` });
  }
  // Told once: the mutating one is no lock anyway.
  for (const { operator, values } of kind === 'MutatingWebhookConfiguration' ? [] : namespaces.filter(({ key }) => key === fixedLabel)) {
    const names = values.map((value) => escapeText(value, 63)).join(', ');
    spots.push(
      operator === 'NotIn'
        ? { severity: 'info', webhook, detail: `not asked about in ${names}`, fix: 'let nobody but operators write there' }
        : { severity: 'warn', webhook, detail: `asked about in ${names} alone: a new namespace is not judged`, fix: reconnect },
    );
  }
  return spots;
}
