/** Who asks AWS, as its SDK finds out: environment, profile, OIDC, instance role. */
import type { Credentials } from '../adapters/aws-post.ts';

/** Rejects with the SDK's error. The SDK is loaded with the first call. */
export async function findCredentials(region: string): Promise<Credentials> {
  const { SSMClient } = await import('@aws-sdk/client-ssm');
  const { accessKeyId, secretAccessKey, sessionToken } = await new SSMClient({ region }).config.credentials();
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
}
