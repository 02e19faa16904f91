/** Tokens of the distribution specification: where one may be asked for, and what the answer grants. Realms and answers are hostile. */
import { defaultTokenSeconds } from '../../core/evidence/limits.ts';
import { escapeText } from '../../core/text.ts';
import { own, ownText } from '../../core/workload/json.ts';
import type { Challenge } from './challenge.ts';
import type { Endpoint } from './endpoint.ts';
import { RegistryFailure } from './failure.ts';

/** Seconds before its end at which a token is not used any more. */
const marginSeconds = 10;

export interface Granted {
  readonly header: string;
  readonly untilMs: number;
}

/** Tokens are asked for over the registry's own scheme, at a host that is its own or was named for it. */
export function realmUrl({ realm, service }: Extract<Challenge, { scheme: 'bearer' }>, endpoint: Endpoint, path: string): URL {
  const url = URL.parse(realm);
  const allowed =
    url !== null &&
    url.protocol === new URL(endpoint.origin).protocol &&
    endpoint.realms.includes(url.host) &&
    url.username === '' &&
    url.password === '';
  if (!allowed)
    throw new RegistryFailure(
      'refused',
      `${endpoint.host} sends us to ${escapeText(realm, 100)} for a token: name its host as the registry's realm in the policy to allow that`,
    );
  if (service !== null) url.searchParams.set('service', service);
  url.searchParams.set('scope', `repository:${path}:pull`);
  return url;
}

export function readToken(body: Buffer, host: string, nowMs: number): Granted {
  let answer: unknown;
  try {
    answer = JSON.parse(body.toString());
  } catch {
    answer = null;
  }
  const token = ownText(answer, 'token') ?? ownText(answer, 'access_token');
  if (token === null || !/^[\x21-\x7e]+$/.test(token)) throw new RegistryFailure('unauthorized', `${host} gave no token`);
  const seconds = own(answer, 'expires_in');
  const lifetime = typeof seconds === 'number' && seconds > 0 ? Math.min(seconds, 3600) : defaultTokenSeconds;
  return { header: `Bearer ${token}`, untilMs: nowMs + Math.max(0, lifetime - marginSeconds) * 1000 };
}
