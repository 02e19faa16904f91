/** What a deployment may choose: the properties of the construct, and the keys of cdk.json's context (`image-warden:<key>`). */

export interface ImageWardenProps {
  /**
   * Name of the deployment: part of the parameters' names (`/image-warden/<stage>/...`) and of the URL.
   * 1-32 characters of `[a-z0-9-]`, the first a letter.
   * @default 'prod'
   */
  readonly stage?: string;
  /**
   * Memory of the function, MB; its share of a processor grows with it. 512 serves better where signatures are verified.
   * @default 256
   */
  readonly memoryMb?: number;
  /**
   * Seconds after which Lambda ends the function. Lower than `integrationTimeoutSeconds`.
   * @default 8
   */
  readonly functionTimeoutSeconds?: number;
  /**
   * Seconds that API Gateway waits for the function. Lower than the webhook's 10.
   * @default 9
   */
  readonly integrationTimeoutSeconds?: number;
  /**
   * Seconds that a policy serves on while Parameter Store cannot be reached; then everything is denied.
   * @default 3600
   */
  readonly maxStaleSeconds?: number;
  /**
   * Days that decisions and access logs are kept: one of the numbers that CloudWatch Logs knows.
   * @default 90
   */
  readonly logRetentionDays?: number;
  /**
   * Whether the stack makes the role with which API Gateway writes logs, a setting of the whole account and region. False
   * where there is one already.
   * @default true
   */
  readonly createApiLogRole?: boolean;
  /**
   * Folder of the built function: `index.mjs` and its chunks.
   * @default 'dist'
   */
  readonly artifact?: string;
}

/** Seconds that the API server waits for the webhook; `connect` writes it into the webhook configuration. */
export const webhookTimeoutSeconds = 10;

const defaults = {
  stage: 'prod',
  memoryMb: 256,
  functionTimeoutSeconds: 8,
  integrationTimeoutSeconds: 9,
  maxStaleSeconds: 3600,
  logRetentionDays: 90,
  createApiLogRole: true,
  artifact: 'dist',
} as const satisfies ImageWardenProps;

/** The properties with their defaults filled in. */
export type Settings = Omit<ImageWardenProps, keyof typeof defaults> & Required<Pick<ImageWardenProps, keyof typeof defaults>>;

export function withDefaults(props: ImageWardenProps): Settings {
  return { ...defaults, ...props };
}
