/** What webhooks are asked about, all of one kind together. */
import type { Rule, Webhook } from './webhook.ts';

export const validating = (webhooks: readonly Webhook[]): Webhook[] =>
  webhooks.filter(({ kind }) => kind === 'ValidatingWebhookConfiguration');

/** Whether some rule of some webhook asks about this operation on this resource, `pods` or `pods/ephemeralcontainers`. */
export function covers(webhooks: readonly Webhook[], group: string, resource: string, operation: string): boolean {
  return webhooks.some(({ rules }) => rules.some((rule) => coversRule(rule, group, resource, operation)));
}

function coversRule({ apiGroups, operations, resources, scope }: Rule, group: string, resource: string, operation: string): boolean {
  const [main = '', sub] = resource.split('/');
  const spellings = sub === undefined ? [main, '*', '*/*'] : [resource, `${main}/*`, `*/${sub}`, '*/*'];
  return has(apiGroups, group) && has(operations, operation) && scope !== 'Cluster' && spellings.some((one) => resources.includes(one));
}

function has(list: readonly string[], item: string): boolean {
  return list.includes(item) || list.includes('*');
}
