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
   * Who can reach the API: the Internet, or one's own VPC endpoints (clusters whose control plane calls through the VPC).
   * @default 'regional'
   */
  readonly endpoint?: 'regional' | 'private';
  /**
   * Networks that may call: addresses of the clusters' control planes (regional), or addresses in the VPC (private).
   * @default - everybody who reaches the endpoint
   */
  readonly allowedCidrs?: readonly string[];
  /**
   * Interface endpoints for `execute-api` through which a private API is called; others are refused.
   * @default - none; private APIs need these or `vpcEndpoint`
   */
  readonly vpcEndpointIds?: readonly string[];
  /**
   * An interface endpoint to make for a private API, and who may connect to it. Private DNS stays off.
   * @default - none is made
   */
  readonly vpcEndpoint?: VpcEndpointProps;
  /**
   * Host name of one's own. Needs `certificateArn`.
   * @default - the name that API Gateway gives
   */
  readonly domainName?: string;
  /**
   * Certificate for `domainName`, of Certificate Manager in the same region.
   * @default - none
   */
  readonly certificateArn?: string;
  /**
   * Route 53 zone in which `domainName` is made an alias.
   * @default - the record is made by hand
   */
  readonly hostedZoneId?: string;
  /**
   * `s3://bucket/key` of the certificate authorities whose clients may connect (mutual TLS): for self-managed clusters, whose
   * API servers can present a certificate. The name that API Gateway gives is then switched off.
   * @default - no client certificate is asked for
   */
  readonly truststoreUri?: string;
  /**
   * Version of that object. Without it a changed truststore is not noticed by a deploy.
   * @default - the newest at the first deploy
   */
  readonly truststoreVersion?: string;
  /**
   * Requests from one address in 5 minutes; the web application firewall refuses more. All clusters behind one NAT address
   * count together.
   * @default - no firewall
   */
  readonly wafRequestsPerFiveMinutes?: number;
  /**
   * Requests a second over all clusters. Under `failurePolicy: Ignore` what is refused here is allowed: stay above the peak.
   * @default - the account's limit
   */
  readonly throttleRatePerSecond?: number;
  /**
   * Requests at once above that rate.
   * @default - the account's limit
   */
  readonly throttleBurst?: number;
  /**
   * ARNs of roles in other accounts that may call `/v1/check`; they need `execute-api:Invoke` of their own too.
   * @default - principals of this account, as their own policies say
   */
  readonly ciPrincipals?: readonly string[];
  /**
   * Subjects of GitHub's tokens (`repo:OWNER/NAME:ref:refs/heads/main`, one trailing `*` allowed) for which a role is made
   * that may call `/v1/check` and nothing else.
   * @default - no role
   */
  readonly githubSubjects?: readonly string[];
  /**
   * Whether to make GitHub's identity provider, of which an account has one.
   * @default false
   */
  readonly createGithubProvider?: boolean;
  /**
   * Invocations at once that are kept for the function, and its limit: more than the peak of all clusters together.
   * @default - the account's unreserved concurrency
   */
  readonly reservedConcurrency?: number;
  /**
   * Environments kept warm on the alias.
   * @default - none
   */
  readonly provisionedConcurrency?: number;
  /**
   * How a new version takes over: at once, a tenth for 5 minutes, or a tenth more each minute. The latter two are undone when an
   * alarm rings.
   * @default 'all-at-once'
   */
  readonly rollout?: 'all-at-once' | 'canary' | 'linear';
  /**
   * Topic that alarms go to.
   * @default - alarms are seen on the dashboard alone
   */
  readonly alarmTopicArn?: string;
  /**
   * Address that alarms are mailed to, through a topic made here.
   * @default - none
   */
  readonly alarmEmail?: string;
  /**
   * Whether the function counts each cluster for itself: about 3 USD a cluster and month.
   * @default false
   */
  readonly clusterMetrics?: boolean;
  /**
   * Clusters that are shown on the dashboard, and whose silence for an hour is an alarm. Needs `clusterMetrics`.
   * @default - none
   */
  readonly clusters?: readonly string[];
  /**
   * File of a policy that is baked into the artifact, for a cold start while Parameter Store cannot be reached.
   * @default - such a start denies
   */
  readonly policySnapshot?: string;
  /**
   * Repositories whose images, signatures and scan results the function may read.
   * @default - none
   */
  readonly ecrRepositoryArns?: readonly string[];
  /**
   * Keys whose public half the function may ask for, to check signatures.
   * @default - none
   */
  readonly kmsKeyArns?: readonly string[];
  /**
   * Whether the function may ask AWS Signer what was revoked, for verifiers of the kind `awsSigner`.
   * @default false
   */
  readonly awsSigner?: boolean;
  /**
   * Names of parameters with credentials of registries, below `/image-warden/<stage>/registry/`.
   * @default - none
   */
  readonly registryCredentials?: readonly string[];
  /**
   * Keys of one's own with which those parameters are encrypted.
   * @default - Parameter Store's own key, which needs no permission
   */
  readonly credentialsKeyArns?: readonly string[];
  /**
   * Whether Amazon Inspector scans the repositories (enhanced scanning): its findings may then be read.
   * @default false
   */
  readonly inspector?: boolean;
  /**
   * Whether verdicts on evidence are kept in a table, for all environments of the function.
   * @default false
   */
  readonly evidenceTable?: boolean;
  /**
   * Whether a second function judges images when they are pushed, signed or scanned, so that admission finds the verdict in the
   * table. Needs `evidenceTable` and `ecrRepositoryArns`.
   * @default false
   */
  readonly verifyAhead?: boolean;
  /**
   * Whether the second function fetches sigstore's trust root once a day. Needs `verifyAhead`.
   * @default false
   */
  readonly trustRefresh?: boolean;
  /**
   * Folder of the built function: `index.mjs` and its chunks.
   * @default 'dist'
   */
  readonly artifact?: string;
}

export interface VpcEndpointProps {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  /** Networks that may connect to it: those of the control planes' interfaces. */
  readonly clientCidrs: readonly string[];
}
