/** Credentials of registries in Parameter Store: SecureStrings that hold `user:password`, named by the policy's `registries`. */
import type { Clock } from '../../core/ports.ts';
import type { CredentialSource, Credentials } from '../registry/credentials.ts';
import { RegistryFailure } from '../registry/failure.ts';

/** Milliseconds that a value is used: who rotates a password keeps both for so long. */
const keepMs = 300_000;

/** The decrypted value of a parameter; null: there is none of that name. May reject. */
export type ReadSecret = (name: string) => Promise<string | null>;

/** `names`: host as images name it -> parameter. Hosts without one: `others`. */
export function parameterCredentials(
  names: ReadonlyMap<string, string>,
  read: ReadSecret,
  clock: Pick<Clock, 'now'>,
  others: CredentialSource,
): CredentialSource {
  const kept = new Map<string, { readonly value: Promise<Credentials>; readonly untilMs: number }>();
  return (host) => {
    const name = names.get(host);
    if (name === undefined) return others(host);
    const known = kept.get(host);
    if (known !== undefined && clock.now() < known.untilMs) return known.value;
    const value = readCredentials(host, name, read);
    kept.set(host, { value, untilMs: clock.now() + keepMs });
    value.catch(() => kept.delete(host));
    return value;
  };
}

/** The parameter's name and value stay out of the message. */
async function readCredentials(host: string, name: string, read: ReadSecret): Promise<Credentials> {
  const text = await read(name).catch((error: unknown) => {
    throw new RegistryFailure('unreachable', `the credentials for ${host} could not be read`, error);
  });
  const colon = text?.indexOf(':') ?? -1;
  if (text === null || colon <= 0) throw new RegistryFailure('unauthorized', `the credentials for ${host} are not user:password`);
  return { kind: 'basic', username: text.slice(0, colon), password: text.slice(colon + 1) };
}
