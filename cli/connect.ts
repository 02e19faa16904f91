/** `image-warden connect CLUSTER`: makes or rotates a cluster's token, and prints what lets its API server ask. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { readBaseUrl } from '../core/connect/base-url.ts';
import { type Credential, imagePolicyFiles } from '../core/connect/image-policy.ts';
import { mutatingWebhook, type ServiceReference, validatingWebhook, type WebhookOptions } from '../core/connect/webhook.ts';
import { namePattern } from '../core/policy/names.ts';
import { quote } from '../core/text.ts';
import { formatYaml } from '../core/yaml.ts';
import { type ConnectOptions, checkOptions } from './connect-options.ts';
import { type Deployment, findDeployment } from './deployment.ts';
import { readFileText } from './policy-option.ts';
import { publishToken } from './publish-token.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/**
 * kubectl applies what it reads at its end: who waits with the output shown has the token, and uses it no sooner than it counts.
 * Milliseconds after which every instance of the function has read the new list (fresh for 30 s, then one refresh).
 */
const inForceMs = 40_000;

/** Under `Fail` a cluster must be able to start its own network and DNS while the service cannot be reached. */
const systemNamespaces = ['kube-system'];

/** The exit code. A `UsageError` when the cluster is no name, the deployment is not found, or Parameter Store refuses. */
export async function connectCommand(cluster: string, options: ConnectOptions, { out, err }: Terminal): Promise<number> {
  if (!namePattern.test(cluster))
    throw new UsageError(`CLUSTER: expected lower-case letters, digits and "-", 63 at most, got ${quote(cluster)}`);
  checkOptions(options);
  const ca = await authorityOf(options);
  const given = options.tokenFile === undefined ? null : await readToken(options.tokenFile);
  const { target, token } =
    options.service !== undefined && given !== null
      ? { target: { service: serviceOf(options.service) }, token: given }
      : await deployed(cluster, given, options, err);
  const documents = documentsOf({ ...options, target, cluster, token, ca });
  out(formatYaml(documents).trimEnd());
  err(nextStep(options));
  if (given === null && options.wait) {
    err(`waiting ${inForceMs / 1000} s, so that a pipe applies it when the whole service knows the token (--no-wait ends at once)`);
    await sleep(inForceMs);
  }
  return 0;
}

/** The deployed service and a token of the cluster, made where none is given. */
async function deployed(cluster: string, given: string | null, options: ConnectOptions, err: Terminal['err']) {
  const deployment = await findDeployment(options, given === null);
  const base = readBaseUrl(deployment.url);
  if ('problem' in base) throw new UsageError(`--url: ${base.problem}`);
  const token = given ?? randomBytes(32).toString('base64url');
  if (given === null) await makeToken(deployment, cluster, token, err);
  return { target: { url: base.url }, token };
}

function serviceOf(text: string): ServiceReference {
  const [namespace = '', name = '', more] = text.split('/');
  if (!namePattern.test(namespace) || !namePattern.test(name) || more !== undefined)
    throw new UsageError(`--service: expected NAMESPACE/NAME, got ${quote(text)}`);
  return { namespace, name };
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

async function makeToken(deployment: Deployment, cluster: string, token: string, err: Terminal['err']): Promise<void> {
  const { kept, dropped, version } = await publishToken(deployment.stage, cluster, token);
  err(
    `a new token of ${cluster} stands in version ${version} of /image-warden/${deployment.stage}/clusters, as its sha256; it is shown this once`,
  );
  if (kept > 0) err('the token before it stays valid until the next rotation');
  if (dropped > 0) err('warning: two tokens were live, and the oldest is no longer valid: a cluster that still uses it is refused');
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
