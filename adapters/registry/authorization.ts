/** Authorization of requests: what a registry's challenge asks for, once for each repository, and only from a realm that is allowed. */
import { maxManifestBytes } from '../../core/evidence/limits.ts';
import type { Clock } from '../../core/ports.ts';
import type { ImageBudget } from './budget.ts';
import { type Challenge, parseChallenge } from './challenge.ts';
import { basicHeader, type CredentialSource } from './credentials.ts';
import type { Endpoint } from './endpoint.ts';
import type { Answer, Ask } from './exchange.ts';
import { RegistryFailure } from './failure.ts';
import { type Granted, readToken, realmUrl } from './token.ts';

/** Repositories whose tokens are kept. */
const maxTokens = 1000;

export interface Authorization {
  /**
   * The header that works for this repository, as far as is known; null: none. A host that wanted a token before is not waited for
   * to refuse the next repository: its token is asked for at once.
   */
  current(endpoint: Endpoint, path: string, budget: ImageBudget): Promise<string | null>;
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
  /** By host: the challenge that was met last. */
  const met = new Map<string, Challenge>();
  const keyOf = ({ host }: Endpoint, path: string): string => `${host}/${path}`;
  return {
    async current(endpoint, path, budget) {
      const key = keyOf(endpoint, path);
      const before = granted.get(key);
      const known = await before?.catch(() => null);
      if (known != null && clock.now() < known.untilMs) return known.header;
      const challenge = met.get(endpoint.host);
      if (challenge === undefined) return null;
      // Requests of one wave come here together, and one of them asks. Where it is refused, the repository may still be public.
      const newer = granted.get(key);
      const grant = newer === undefined || newer === before ? start(challenge, endpoint, path, budget) : newer;
      return (await grant.catch(() => null))?.header ?? null;
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
      const { header } = await start(challenge, endpoint, path, budget);
      if (met.size >= maxTokens) met.clear();
      met.set(endpoint.host, challenge);
      return header;
    },
  };

  function start(challenge: Challenge, endpoint: Endpoint, path: string, budget: ImageBudget): Promise<Granted> {
    const key = keyOf(endpoint, path);
    const grant = ask(challenge, endpoint, path, budget);
    if (granted.size >= maxTokens) granted.clear();
    granted.set(key, grant);
    grant.catch(() => granted.get(key) === grant && granted.delete(key));
    return grant;
  }

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
