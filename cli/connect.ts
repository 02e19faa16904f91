/** `image-warden connect CLUSTER`: makes or rotates a cluster's token, and prints what lets its API server ask. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { readBaseUrl } from '../core/connect/base-url.ts';
import { type Credential, imagePolicyFiles } from '../core/connect/image-policy.ts';
import { mutatingWebhook, type Profile, type ServiceReference, validatingWebhook, type WebhookOptions } from '../core/connect/webhook.ts';
import { namePattern } from '../core/policy/names.ts';
import { quote } from '../core/text.ts';
import { formatYaml } from '../core/yaml.ts';
import { type Deployment, findDeployment } from './deployment.ts';
import { readFileText } from './policy-option.ts';
import { publishToken } from './publish-token.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

export interface ConnectOptions {
  readonly url?: string;
  readonly stage?: string;
  /** `NAMESPACE/NAME`: it runs in the cluster itself. */
  readonly service?: string;
  readonly stack?: string;
  readonly profile: Profile;
  readonly mutation?: boolean;
  readonly imagePolicy?: boolean;
  readonly excludeNamespace: readonly string[];
  readonly allNamespaces?: boolean;
  readonly tokenFile?: string;
  readonly ca?: string;
  readonly clientCertificate?: string;
  readonly clientKey?: string;
  readonly bearerTokenFile?: string;
  readonly directory: string;
  /** False: print at once. */
  readonly wait: boolean;
}

/** Milliseconds after which every instance of the function has read the new list (fresh for 30 s, then one refresh). */
const inForceMs = 40_000;

/** Under `Fail` a cluster must be able to start its own network and DNS while the service cannot be reached. */
const systemNamespaces = ['kube-system'];

/** The exit code. A `UsageError` when the cluster is no name, the deployment is not found, or Parameter Store refuses. */
export async function connectCommand(cluster: string, options: ConnectOptions, { out, err }: Terminal): Promise<number> {
  if (!namePattern.test(cluster))
    throw new UsageError(`CLUSTER: expected lower-case letters, digits and "-", 63 at most, got ${quote(cluster)}`);
  checkOptions(options);
  checkService(options);
  const ca = await authorityOf(options);
  const given = options.tokenFile === undefined ? null : await readToken(options.tokenFile);
  const { target, token } =
    options.service !== undefined && given !== null
      ? { target: { service: serviceOf(options.service) }, token: given }
      : await deployed(cluster, given, options, err);
  const documents = documentsOf({ ...options, target, cluster, token, ca });
  out(formatYaml(documents).trimEnd());
  err(nextStep(options));
  return 0;
}

/** The deployed service and a token of the cluster, made where none is given. */
async function deployed(cluster: string, given: string | null, options: ConnectOptions, err: Terminal['err']) {
  const deployment = await findDeployment(options, given === null);
  const base = readBaseUrl(deployment.url);
  if ('problem' in base) throw new UsageError(`--url: ${base.problem}`);
  const token = given ?? randomBytes(32).toString('base64url');
  if (given === null) await makeToken(deployment, cluster, token, options.wait, err);
  return { target: { url: base.url }, token };
}

function serviceOf(text: string): ServiceReference {
  const [namespace = '', name = '', more] = text.split('/');
  if (!namePattern.test(namespace) || !namePattern.test(name) || more !== undefined)
    throw new UsageError(`--service: expected NAMESPACE/NAME, got ${quote(text)}`);
  return { namespace, name };
}

function checkService({ service, url, stack, imagePolicy, tokenFile, ca }: ConnectOptions): void {
  if (service === undefined) return;
  if (url !== undefined || stack !== undefined || imagePolicy === true)
    throw new UsageError('--service or one of --url, --stack and --image-policy, not both');
  if (tokenFile === undefined || ca === undefined)
    throw new UsageError('--service: expected --token-file and --ca, the token and the authority that were given to `serve`');
}

function checkOptions({ excludeNamespace, imagePolicy, mutation, ...options }: ConnectOptions): void {
  const bad = excludeNamespace.find((name) => !namePattern.test(name));
  if (bad !== undefined) throw new UsageError(`--exclude-namespace: expected the name of a namespace, got ${quote(bad)}`);
  if (options.allNamespaces === true && excludeNamespace.length > 0)
    throw new UsageError('--all-namespaces or --exclude-namespace, not both');
  if (imagePolicy === true && mutation === true)
    throw new UsageError('--image-policy or --mutation, not both: they are for different API servers');
  const { clientCertificate, clientKey, bearerTokenFile } = options;
  if ((clientCertificate === undefined) !== (clientKey === undefined))
    throw new UsageError('--client-certificate and --client-key: expected both or none');
  if (clientCertificate !== undefined && bearerTokenFile !== undefined)
    throw new UsageError('--client-certificate or --bearer-token-file, not both');
  if (imagePolicy !== true && (clientCertificate !== undefined || bearerTokenFile !== undefined))
    throw new UsageError(
      '--client-certificate, --client-key and --bearer-token-file belong to --image-policy: a webhook configuration has no place for them',
    );
}

/** A webhook configuration carries the certificate itself, a kubeconfig the path on its machine. */
async function authorityOf({ ca, imagePolicy }: ConnectOptions): Promise<string | null> {
  if (ca === undefined || imagePolicy === true) return ca ?? null;
  return readFileText(ca);
}

async function readToken(file: string): Promise<string> {
  const token = (await readFileText(file)).trim();
  // Never repeated: it is a secret.
  if (!/^[A-Za-z0-9_-]{32,64}$/.test(token))
    throw new UsageError('--token-file: expected one line of 32 to 64 letters, digits, "_" and "-"');
  return token;
}

async function makeToken(deployment: Deployment, cluster: string, token: string, wait: boolean, err: Terminal['err']): Promise<void> {
  const { kept, dropped, version } = await publishToken(deployment.stage, cluster, token);
  err(
    `a new token of ${cluster} stands in version ${version} of /image-warden/${deployment.stage}/clusters, as its sha256; it is shown this once`,
  );
  if (kept > 0) err('the token before it stays valid until the next rotation');
  if (dropped > 0) err('warning: two tokens were live, and the oldest is no longer valid: a cluster that still uses it is refused');
  if (!wait) return;
  err(`waiting ${inForceMs / 1000} s until the whole service knows it (--no-wait prints at once)`);
  await sleep(inForceMs);
}

type Printed = Omit<ConnectOptions, 'ca' | 'url'> & Pick<WebhookOptions, 'target' | 'cluster' | 'token' | 'ca'>;

function documentsOf({ ca, excludeNamespace, ...options }: Printed): readonly object[] {
  if (options.imagePolicy === true && 'url' in options.target)
    return imagePolicyFiles({
      ...options,
      ...options.target,
      kubeConfigFile: `${options.directory}/kubeconfig.yaml`,
      credential: credentialOf(options),
      caFile: ca,
    });
  const webhook = {
    ...options,
    exclude: options.allNamespaces === true ? [] : excludeNamespace.length > 0 ? excludeNamespace : systemNamespaces,
    ca,
  };
  return options.mutation === true ? [validatingWebhook(webhook), mutatingWebhook(webhook)] : [validatingWebhook(webhook)];
}

function credentialOf({
  clientCertificate,
  clientKey,
  bearerTokenFile,
}: Pick<ConnectOptions, 'clientCertificate' | 'clientKey' | 'bearerTokenFile'>): Credential {
  if (bearerTokenFile !== undefined) return { kind: 'bearer', file: bearerTokenFile };
  return clientCertificate === undefined || clientKey === undefined
    ? { kind: 'none' }
    : { kind: 'certificate', certificate: clientCertificate, key: clientKey };
}

function nextStep({ imagePolicy, profile, directory }: ConnectOptions): string {
  if (imagePolicy === true)
    return `put the first document into ${directory}/admission.yaml and the second into ${directory}/kubeconfig.yaml on every control plane machine, readable by root alone`;
  return profile === 'audit'
    ? 'apply it with kubectl apply -f -; what the service does not answer is let in: once the log is quiet, use --profile enforce'
    : 'apply it with kubectl apply -f -; then `image-warden doctor --canary` shows that it is heeded';
}
