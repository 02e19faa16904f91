/** What every fault is tried on: a store, environments that read from it, and questions whose right answers are known. */
import { createHash } from 'node:crypto';
import type { EnvironmentOptions, ExecutionEnvironment, RuntimeClient } from '../emulators/environment.ts';
import { startEnvironment } from '../emulators/environment.ts';
import { type StoreServer, startParameterStore } from '../emulators/parameter-store.ts';
import type { Invoked } from '../emulators/runtime-api.ts';
import { gatewayEvent, podReview, token } from '../gateway.ts';

export const allowlist = '/image-warden/prod/allowlist';
export const document = '/image-warden/prod/policy';
export const clusters = '/image-warden/prod/clusters';
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A policy that was fresh is not any more. */
export const stale = { wall: 31_000, monotonic: 31_000 };
/** Past the hour for which a stale policy holds. */
export const tooOld = { wall: 3_601_000, monotonic: 3_601_000 };

export interface Rig {
  readonly store: StoreServer;
  start(options?: Partial<EnvironmentOptions>): Promise<ExecutionEnvironment>;
  /** What becomes of an image, in words; `evil.example/a` is asked for too, and must never be allowed. */
  ask(environment: ExecutionEnvironment, image?: string, timeoutMs?: number): Promise<string>;
  /** Any event, its answer in words. */
  send(environment: ExecutionEnvironment, event: unknown, timeoutMs?: number): Promise<string>;
  /** Images that were allowed and are in no policy. */
  readonly wrongAllows: readonly string[];
  close(): Promise<void>;
}

export interface RigOptions {
  readonly bundle: string;
  readonly client?: RuntimeClient;
}

export async function makeRig({ bundle, client }: RigOptions): Promise<Rig> {
  const store = await startParameterStore();
  store.put(allowlist, 'secureoci.com,ghcr.io/acme');
  store.put(clusters, `prod=${hashOf(token)}`);
  const environments: ExecutionEnvironment[] = [];
  const wrongAllows: string[] = [];
  const send: Rig['send'] = async (environment, event, timeoutMs) => describe(await environment.api.invoke(event, timeoutMs));
  return {
    store,
    wrongAllows,
    send,
    start: async (options = {}) => {
      const base = { bundle, storeUrl: store.url, ...(client === undefined ? {} : { client }) };
      const environment = await startEnvironment({ ...base, ...options });
      environments.push(environment);
      return environment;
    },
    ask: async (environment, image = 'secureoci.com/a', timeoutMs = 8000) => {
      const seen = await send(environment, gatewayEvent(podReview(image)), timeoutMs);
      const evil = await send(environment, gatewayEvent(podReview('evil.example/a')), timeoutMs);
      if (evil.startsWith('allowed')) wrongAllows.push(`${image}: ${evil}`);
      return seen;
    },
    close: async () => {
      await Promise.all(environments.map((environment) => environment.close()));
      await store.close();
    },
  };
}

interface Answer {
  readonly statusCode: number;
  readonly body: string;
}
interface Reviewed {
  readonly response?: {
    readonly allowed: boolean;
    readonly status?: { readonly code: number };
    readonly auditAnnotations?: { readonly policy?: string };
  };
}

/** `allowed`, `allowed (stale)`, `denied 403`, `denied 503`, `HTTP 401`, `no answer`. */
function describe(invoked: Invoked): string {
  if (invoked.type === 'timed out') return 'no answer';
  if (invoked.type === 'failed') return 'the invocation failed';
  const { statusCode, body } = invoked.payload as Partial<Answer>;
  if (body === undefined) return 'a bare answer';
  const { response } = (body.startsWith('{') ? JSON.parse(body) : {}) as Reviewed;
  if (statusCode !== 200 || response === undefined) return `HTTP ${statusCode}`;
  const aged = response.auditAnnotations?.policy?.endsWith('(stale)') ? ' (stale)' : '';
  return `${response.allowed ? 'allowed' : `denied ${response.status?.code}`}${aged}`;
}

export interface FaultCase {
  readonly name: string;
  readonly expected: string;
  readonly run: (rig: Rig) => Promise<string>;
}
