/**
 * Registries, read only, by the OCI distribution specification. One for a process: connections, tokens and breakers are kept.
 * A session is one review: one deadline, one budget, and identical images asked once.
 */
import type { ArtifactSource, ImageName, PinnedImage, TagSource } from '../../core/evidence/ports.ts';
import type { Clock } from '../../core/ports.ts';
import { authorization } from './authorization.ts';
import type { ImageBudget } from './budget.ts';
import { imageBudget, reviewBudget } from './budget.ts';
import { collect } from './collect.ts';
import type { CredentialSource } from './credentials.ts';
import { endpointOf, type RegistrySettings } from './endpoint.ts';
import { type Ask, exchange } from './exchange.ts';
import { RegistryFailure } from './failure.ts';
import { fetcher, type Repository } from './fetch.ts';
import { limiter } from './limiter.ts';
import { connections, type Network, systemNetwork } from './network.ts';

export interface RegistryOptions {
  /** By host as images name it: the policy's `registries`. */
  readonly registries: ReadonlyMap<string, RegistrySettings>;
  readonly credentials: CredentialSource;
  readonly clock: Pick<Clock, 'now'>;
  /** Loopback and plain HTTP, where the policy names them: never in the function. */
  readonly commandLine: boolean;
  readonly network?: Network;
}

export type RegistrySession = ArtifactSource & TagSource;

export interface Registries {
  /** `timeoutMs`: what is left of the review's time. */
  session(timeoutMs: number): RegistrySession;
  close(): void;
}

export function registries({
  registries: settings,
  credentials,
  clock,
  commandLine,
  network = systemNetwork,
}: RegistryOptions): Registries {
  const pool = connections(network);
  const limits = limiter(clock);
  const send = (ask: Ask, budget: ImageBudget) =>
    limits.run(
      ask.url.host,
      () => exchange(pool, ask, budget),
      ({ status }) => status === 429,
    );
  const fetch = fetcher(send, authorization(send, credentials, clock));
  const repositoryOf = ({ host, path }: ImageName): Repository => ({ endpoint: endpointOf(host, settings.get(host), commandLine), path });
  return {
    session(timeoutMs) {
      const review = reviewBudget(timeoutMs);
      return {
        collect: once(
          ({ host, path, digest }: PinnedImage) => `${host}/${path}@${digest}`,
          (image) => collect(fetch, repositoryOf(image), image.digest, imageBudget(review)),
        ),
        digestOf: once(
          ({ host, path, tag }: ImageName & { tag: string }) => `${host}/${path}:${tag}`,
          async (image) => {
            try {
              const found = await fetch.manifest(repositoryOf(image), image.tag, imageBudget(review));
              return found === null ? { wrong: { code: 'malformed', detail: `${image.host} has no such tag` } } : { ok: found.digest };
            } catch (error) {
              if (!(error instanceof RegistryFailure)) throw error;
              return error.outcome === 'wrong' ? { wrong: { code: 'malformed', detail: error.message } } : { unknown: error.message };
            }
          },
        ),
      };
    },
    close: pool.close,
  };
}

function once<Argument, Result>(
  keyOf: (argument: Argument) => string,
  work: (argument: Argument) => Promise<Result>,
): (argument: Argument) => Promise<Result> {
  const started = new Map<string, Promise<Result>>();
  return (argument) => {
    const key = keyOf(argument);
    const running = started.get(key) ?? work(argument);
    started.set(key, running);
    return running;
  };
}
