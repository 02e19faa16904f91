/** Credentials of Amazon ECR. Source: Amazon ECR API reference, GetAuthorizationToken. */
import type { Clock } from '../../core/ports.ts';
import { own, ownText } from '../../core/workload/json.ts';
import { anonymous, type CredentialSource, type Credentials } from '../registry/credentials.ts';
import { RegistryFailure } from '../registry/failure.ts';
import type { AwsCall } from './aws-call.ts';
import { parseEcrHost } from './ecr-host.ts';

/** A token is used until so long before its end. */
const marginMs = 10 * 60_000;
const target = 'AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken';

/** One token for a region opens every registry that the caller's role may read, in whatever account. Hosts that are not ECR's: `others`. */
export function ecrCredentials(call: AwsCall, clock: Pick<Clock, 'now'>, others: CredentialSource): CredentialSource {
  const tokens = new Map<string, Promise<{ readonly credentials: Credentials; readonly untilMs: number }>>();
  return async (host) => {
    const ecr = parseEcrHost(host);
    if (ecr === null) return others(host);
    const known = await tokens.get(ecr.region)?.catch(() => null);
    if (known != null && clock.now() < known.untilMs) return known.credentials;
    const asked = askToken(call, ecr.region);
    tokens.set(ecr.region, asked);
    return (await asked).credentials;
  };
}

async function askToken(call: AwsCall, region: string): Promise<{ credentials: Credentials; untilMs: number }> {
  const answer = await call({ service: 'ecr', region, target, body: {} }).catch((error: unknown) => {
    throw new RegistryFailure('unreachable', `ECR in ${region} did not answer`, error);
  });
  const data = own(answer.body, 'authorizationData');
  const first: unknown = Array.isArray(data) ? data[0] : undefined;
  const [username = '', ...rest] = Buffer.from(ownText(first, 'authorizationToken') ?? '', 'base64')
    .toString()
    .split(':');
  if (answer.status !== 200 || rest.length === 0)
    throw new RegistryFailure('unauthorized', `ECR in ${region} gave no token (HTTP ${answer.status})`);
  const expires = own(first, 'expiresAt');
  return {
    credentials: username === '' ? anonymous : { kind: 'basic', username, password: rest.join(':') },
    untilMs: typeof expires === 'number' ? expires * 1000 - marginMs : 0,
  };
}
