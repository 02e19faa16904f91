/** Of each rule about images; what needs evidence fails or passes by what the registry holds. */
import { app, example, pod, type RuleExample } from './example.ts';

const digest = (digit: string): string => `sha256:${digit.repeat(64)}`;

const policy = `version: 1
images:
  - registry.example.com
  - allow: registry.example.com/acme/payments
    require: { digest: true }
  - deny: registry.example.com/acme/legacy
    reason: use registry.example.com/acme/app
require:
  tags: { deny: [latest] }
`;

const requiring = (requirement: string, ...verifiers: string[]): string =>
  ['version: 1', 'images: [registry.example.com]', `require: { ${requirement} }`, ...verifiers, ''].join('\n');

const verifiers = [
  'verifiers:',
  '  release: { cosign: { keys: ["awskms:///arn:aws:kms:eu-west-1:111122223333:key/00000000-0000-0000-0000-000000000000"] } }',
];

const judged = (failing: string, passing: string): RuleExample => example(app([], failing), app([], passing), policy);

/** The first image lacks the evidence, the second one has it. */
const proven = (requirement: string): RuleExample =>
  example(
    app([], `registry.example.com/acme/app@${digest('0')}`),
    app([], `registry.example.com/acme/app@${digest('1')}`),
    requiring(requirement, ...verifiers),
  );

export const imageExamples = {
  'malformed-image': judged('registry.example.com/Acme/app:1.0', 'registry.example.com/acme/app:1.0'),
  'missing-image': example(pod(['containers:', '  - name: app']), app(), policy),
  'registry-allowlist': judged('docker.io/library/nginx:1.29', 'registry.example.com/mirror/nginx:1.29'),
  'denied-image': judged('registry.example.com/acme/legacy:2.0', 'registry.example.com/acme/app:2.0'),
  'denied-tag': judged('registry.example.com/acme/app:latest', 'registry.example.com/acme/app:1.0'),
  'digest-required': judged('registry.example.com/acme/payments:1.0', `registry.example.com/acme/payments@${digest('0')}`),
  'signature-required': proven('signedBy: [release]'),
  'attestation-required': proven('attestations: [{ type: slsa-provenance, from: [release] }]'),
  vulnerabilities: proven('vulnerabilities: { max: high, missing: deny }'),
  unverifiable: proven('signedBy: [release]'),
  // The document is a policy here: one that does not load denies everything.
  'policy-unavailable': example('version: 1\nimages: [registry.example.com/]\n', 'version: 1\nimages: [registry.example.com]\n'),
} as const satisfies Readonly<Record<string, RuleExample>>;
