/** Authorization of requests: what a registry's challenge asks for, once for each repository, and only from a realm that is allowed. */
import { defaultTokenSeconds, maxManifestBytes } from '../../core/evidence/limits.ts';
import type { Clock } from '../../core/ports.ts';
import { escapeText } from '../../core/text.ts';
import { own, ownText } from '../../core/workload/json.ts';
import type { ImageBudget } from './budget.ts';
import { type Challenge, parseChallenge } from './challenge.ts';
import { basicHeader, type CredentialSource } from './credentials.ts';
import type { Endpoint } from './endpoint.ts';
import type { Answer, Ask } from './exchange.ts';
import { RegistryFailure } from './failure.ts';

/** Seconds before its end at which a token is not used any more. */
const marginSeconds = 10;

/** Repositories whose tokens are kept. */
const maxTokens = 1000;

interface Granted {
  readonly header: string;
  readonly untilMs: number;
}

export interface Authorization {
  /** The header that is known to work for this repository; null: none yet. */
  current(endpoint: Endpoint, path: string): Promise<string | null>;
  /** Meets the challenge of a 401 to a request that used this header, or none. Rejects with a `RegistryFailure`. */
  meet(
    endpoint: Endpoint,
    path: string,
    refused: { readonly answer: Answer; readonly used: string | null },
    budget: ImageBudget,
  ): Promise<string>;
}

type Send = (ask: Ask, budget: ImageBudget) => Promise<Answer>;

export function authorization(send: Send, credentials: CredentialSource, clock: Pick<Clock, 'now'>): Authorization {
  const granted = new Map<string, Promise<Granted>>();
  const keyOf = ({ host }: Endpoint, path: string): string => `${host}/${path}`;
  return {
    async current(endpoint, path) {
      const key = keyOf(endpoint, path);
      const known = await granted.get(key)?.catch(() => null);
      if (known != null && clock.now() < known.untilMs) return known.header;
      if (known != null) granted.delete(key);
      return null;
    },
    async meet(endpoint, path, { answer, used }, budget) {
      const key = keyOf(endpoint, path);
      const running = granted.get(key);
      // Requests of one wave are refused together: the first asks for a token, the others take it.
      const known = await running?.catch(() => null);
      if (known != null && known.header !== used) return known.header;
      const newer = granted.get(key);
      if (newer !== undefined && newer !== running) return (await newer).header;
      const challenge = parseChallenge(answer.header('www-authenticate'));
      if (challenge === null) throw new RegistryFailure('unauthorized', `${endpoint.host} refuses, and does not say how to authenticate`);
      const grant = ask(challenge, endpoint, path, budget);
      if (granted.size >= maxTokens) granted.clear();
      granted.set(key, grant);
      grant.catch(() => granted.delete(key));
      return (await grant).header;
    },
  };

  async function ask(challenge: Challenge, endpoint: Endpoint, path: string, budget: ImageBudget): Promise<Granted> {
    const known = await credentials(endpoint.host).catch((error: unknown) => {
      throw error instanceof RegistryFailure
        ? error
        : new RegistryFailure('unauthorized', `the credentials for ${endpoint.host} could not be had`, error);
    });
    if (challenge.scheme === 'basic') {
      if (known.kind === 'anonymous')
        throw new RegistryFailure('unauthorized', `${endpoint.host} asks for a user name and password, and there are none`);
      return { header: basicHeader(known), untilMs: clock.now() + 3_600_000 };
    }
    const url = realmUrl(challenge, endpoint, path);
    const headers: Record<string, string> = known.kind === 'basic' ? { authorization: basicHeader(known) } : {};
    const answer = await send({ url, reach: endpoint.reach, headers, maxBytes: maxManifestBytes }, budget);
    if (answer.status !== 200) throw new RegistryFailure('unauthorized', `${url.host} gave no token (HTTP ${answer.status})`);
    return readToken(answer.body, url.host, clock.now());
  }
}

/** Tokens are asked for over the registry's own scheme, at a host that is its own or was named for it. */
function realmUrl({ realm, service }: Extract<Challenge, { scheme: 'bearer' }>, endpoint: Endpoint, path: string): URL {
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

function readToken(body: Buffer, host: string, nowMs: number): Granted {
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
