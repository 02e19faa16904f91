/** Properties that are right alone and wrong together. */
import { type Settings, webhookTimeoutSeconds } from './defaults.ts';

interface Combination {
  readonly wrong: (settings: Settings) => boolean;
  /** What was expected, and how to mend it. */
  readonly message: string;
}

const isPrivate = ({ endpoint }: Settings): boolean => endpoint === 'private';
const hasEndpoints = (s: Settings): boolean => s.vpcEndpointIds.length > 0 || s.vpcEndpoint !== undefined;
const oneWithout = (a: unknown, b: unknown): boolean => (a === undefined) !== (b === undefined);

const combinations: readonly Combination[] = [
  {
    wrong: (s) => s.functionTimeoutSeconds >= s.integrationTimeoutSeconds || s.integrationTimeoutSeconds >= webhookTimeoutSeconds,
    message:
      `functionTimeoutSeconds < integrationTimeoutSeconds < ${webhookTimeoutSeconds} (the webhook's): expected this order, or the ` +
      'API server gives up before the verdict; for example 8 and 9',
  },
  {
    wrong: (s) => isPrivate(s) && !hasEndpoints(s),
    message:
      'endpoint private: expected vpcEndpointIds or vpcEndpoint too, or nobody could call; for example "vpcEndpointIds": ["vpce-..."]',
  },
  {
    wrong: (s) => !isPrivate(s) && hasEndpoints(s),
    message: 'vpcEndpointIds and vpcEndpoint: expected "endpoint": "private" with them; a regional API is not called through endpoints',
  },
  {
    wrong: (s) => isPrivate(s) && (s.domainName !== undefined || s.truststoreUri !== undefined),
    message: 'domainName and truststoreUri: expected "endpoint": "regional" with them; API Gateway has no mutual TLS for private APIs',
  },
  {
    wrong: (s) => oneWithout(s.domainName, s.certificateArn),
    message: 'domainName and certificateArn: expected both or neither; the certificate must be of the same region',
  },
  {
    wrong: (s) => s.domainName === undefined && (s.hostedZoneId !== undefined || s.truststoreUri !== undefined),
    message: "hostedZoneId and truststoreUri: expected domainName with them; mutual TLS needs a host name of one's own",
  },
  {
    wrong: (s) => s.truststoreUri === undefined && s.truststoreVersion !== undefined,
    message: 'truststoreVersion: expected truststoreUri with it; for example "truststoreUri": "s3://acme-pki/clients.pem"',
  },
  {
    wrong: (s) => oneWithout(s.throttleRatePerSecond, s.throttleBurst),
    message: 'throttleRatePerSecond and throttleBurst: expected both or neither; for example 500 and 1000',
  },
  {
    wrong: (s) => (s.provisionedConcurrency ?? 0) > (s.reservedConcurrency ?? Number.POSITIVE_INFINITY),
    message: 'provisionedConcurrency: expected at most reservedConcurrency, of which it is a part',
  },
  {
    wrong: (s) => s.createGithubProvider && s.githubSubjects.length === 0,
    message: 'createGithubProvider: expected githubSubjects with it; for example "githubSubjects": ["repo:acme/app:ref:refs/heads/main"]',
  },
  {
    wrong: (s) => s.alarmTopicArn !== undefined && s.alarmEmail !== undefined,
    message: 'alarmTopicArn and alarmEmail: expected one of them; subscribe the address to the topic',
  },
  {
    wrong: (s) => s.credentialsKeyArns.length > 0 && s.registryCredentials.length === 0,
    message: 'credentialsKeyArns: expected registryCredentials with it; for example "registryCredentials": ["harbor"]',
  },
  {
    wrong: (s) => s.inspector && s.ecrRepositoryArns.length === 0,
    message: 'inspector: expected ecrRepositoryArns with it; for example "arn:aws:ecr:eu-west-1:111122223333:repository/acme/*"',
  },
  {
    wrong: (s) => s.verifyAhead && (!s.evidenceTable || s.ecrRepositoryArns.length === 0),
    message: 'verifyAhead: expected "evidenceTable": true and ecrRepositoryArns with it; it keeps its verdicts there, on images of those',
  },
  {
    wrong: (s) => s.trustRefresh && !s.verifyAhead,
    message: 'trustRefresh: expected "verifyAhead": true with it, whose function does it',
  },
  {
    wrong: (s) => s.clusters.length > 0 && !s.clusterMetrics,
    message: 'clusters: expected "clusterMetrics": true with it; without it no cluster is counted for itself',
  },
];

/** One message for each wrong combination. */
export function wrongCombinations(settings: Settings): string[] {
  return combinations.filter(({ wrong }) => wrong(settings)).map(({ message }) => message);
}
