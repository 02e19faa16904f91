/** What the environment says, read once. */
import { awsEndpoint, endpointsIn } from '../adapters/evidence/aws-endpoint.ts';
import type { SsmOptions } from '../adapters/ssm.ts';

export interface Settings extends SsmOptions {
  /** Its parameters lie under `/image-warden/<stage>/`. */
  readonly stage: string;
  readonly maxStaleMs: number;
  /** A metric for each cluster too. */
  readonly clusterMetrics: boolean;
  /** The table of verdicts; null: they are kept in memory alone. */
  readonly verdictTable: string | null;
  /** Base URL of a service where it is not AWS's own; null: it is. */
  readonly endpointOf: (service: string) => string | null;
}

const defaultStaleSeconds = 3600;

/** A wrong setting stops the function at its start: a deployment shows it at once, a default would hide it. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const stage = env['IMAGE_WARDEN_STAGE'] ?? 'prod';
  if (!/^[A-Za-z0-9_.-]{1,64}$/.test(stage)) throw new Error('IMAGE_WARDEN_STAGE: expected letters, digits, "_", "." and "-"');
  const seconds = env['IMAGE_WARDEN_MAX_STALE_SECONDS'] ?? String(defaultStaleSeconds);
  if (!/^\d{1,7}$/.test(seconds)) throw new Error('IMAGE_WARDEN_MAX_STALE_SECONDS: expected a whole number of seconds');
  const verdictTable = env['IMAGE_WARDEN_VERDICT_TABLE'] ?? null;
  // Amazon DynamoDB developer guide, naming rules.
  if (verdictTable !== null && !/^[A-Za-z0-9_.-]{3,255}$/.test(verdictTable))
    throw new Error('IMAGE_WARDEN_VERDICT_TABLE: expected the name of a table');
  const region = env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? 'us-east-1';
  return {
    stage,
    maxStaleMs: Number(seconds) * 1000,
    clusterMetrics: env['IMAGE_WARDEN_CLUSTER_METRICS'] === '1',
    verdictTable,
    endpointOf: endpointsIn(env),
    region,
    endpoint: env['AWS_ENDPOINT_URL_SSM'] ?? awsEndpoint('ssm', region),
    credentials: () => {
      const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '', AWS_SESSION_TOKEN: sessionToken } = env;
      return {
        accessKeyId: AWS_ACCESS_KEY_ID,
        secretAccessKey: AWS_SECRET_ACCESS_KEY,
        ...(sessionToken === undefined ? {} : { sessionToken }),
      };
    },
  };
}
