/** What a deployment is where nobody chose. */
import type { ImageWardenProps } from './props.ts';

/** Seconds that the API server waits for the webhook; `connect` writes it into the webhook configuration. */
export const webhookTimeoutSeconds = 10;

/** Everything that has a default value; what has none is absent. */
const defaults = {
  stage: 'prod',
  memoryMb: 256,
  functionTimeoutSeconds: 8,
  integrationTimeoutSeconds: 9,
  maxStaleSeconds: 3600,
  logRetentionDays: 90,
  createApiLogRole: true,
  artifact: 'dist',
  endpoint: 'regional',
  allowedCidrs: [],
  vpcEndpointIds: [],
  ciPrincipals: [],
  githubSubjects: [],
  createGithubProvider: false,
  rollout: 'all-at-once',
  clusterMetrics: false,
  clusters: [],
  ecrRepositoryArns: [],
  kmsKeyArns: [],
  awsSigner: false,
  registryCredentials: [],
  credentialsKeyArns: [],
  inspector: false,
  evidenceTable: false,
  verifyAhead: false,
  trustRefresh: false,
} as const satisfies ImageWardenProps;

/** The properties with their defaults filled in. */
export type Settings = Omit<ImageWardenProps, keyof typeof defaults> & Required<Pick<ImageWardenProps, keyof typeof defaults>>;

export function withDefaults(props: ImageWardenProps): Settings {
  return { ...defaults, ...props };
}
