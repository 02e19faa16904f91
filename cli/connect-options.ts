/** How `connect` is asked, and what cannot be asked together. */
import type { Profile } from '../core/connect/webhook.ts';
import { namePattern } from '../core/policy/names.ts';
import { quote } from '../core/text.ts';
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

/** A `UsageError` names the first combination that makes no sense. */
export function checkOptions(options: ConnectOptions): void {
  checkService(options);
  checkRest(options);
}

function checkService({ service, url, stack, imagePolicy, tokenFile, ca }: ConnectOptions): void {
  if (service === undefined) return;
  if (url !== undefined || stack !== undefined || imagePolicy === true)
    throw new UsageError('--service or one of --url, --stack and --image-policy, not both');
  if (tokenFile === undefined || ca === undefined)
    throw new UsageError('--service: expected --token-file and --ca, the token and the authority that were given to `serve`');
}

function checkRest({ excludeNamespace, imagePolicy, mutation, ...options }: ConnectOptions): void {
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
