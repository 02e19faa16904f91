/** Of each supply-chain rule. */
import type { WorkloadRuleId } from '../workload-rule.ts';
import { app, appSpec, example, pod, type RuleExample } from './example.ts';

const beside = (version: string): string =>
  pod([...appSpec(), 'initContainers:', '  - name: migrate', `    image: registry.example.com/acme/app:${version}`]);

export const supplyChainExamples = {
  'mutable-tag': example(app([], 'registry.example.com/acme/app:latest'), app()),
  'pull-policy': example(
    app(['imagePullPolicy: IfNotPresent'], 'registry.example.com/acme/app:latest'),
    app(['imagePullPolicy: IfNotPresent']),
  ),
  'service-account-token': example(app(), pod(['automountServiceAccountToken: false', ...appSpec()])),
  'resource-limits': example(
    app(['resources:', '  requests: { memory: 64Mi, cpu: 100m }']),
    app(['resources:', '  requests: { memory: 64Mi, cpu: 100m }', '  limits: { memory: 128Mi, cpu: 500m }']),
  ),
  'container-socket': example(pod([...appSpec(), 'volumes:', '  - name: docker', '    hostPath: { path: /var/run/docker.sock }']), app()),
  'mixed-versions': example(beside('0.9'), beside('1.0')),
} as const satisfies Partial<Record<WorkloadRuleId, RuleExample>>;
