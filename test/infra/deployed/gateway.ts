/** API Gateway as it behaves in front of a proxy integration: routes, limits, its own errors. */
import { eventOf, type Parameters, parametersOf } from './event.ts';
import type { Lambda } from './lambda.ts';
import type { Deployed, DeployedRoute } from './template.ts';

export interface Call {
  readonly method: string;
  /** Path and query below the stage. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Bytes of a request's body (API Gateway quotas) and of an event (Lambda quotas: 6 MB and a little). */
const maxBodyBytes = 10 * 1024 * 1024;
const maxEventBytes = 6_291_556;

/** Status of each of its errors where the template names none (API Gateway, gateway response types). */
const usualStatus = {
  MISSING_AUTHENTICATION_TOKEN: 403,
  REQUEST_TOO_LARGE: 413,
  THROTTLED: 429,
  INTEGRATION_TIMEOUT: 504,
  API_CONFIGURATION_ERROR: 500,
  INTEGRATION_FAILURE: 504,
} as const;

export class Gateway {
  readonly #deployed: Deployed;
  readonly #lambda: Lambda;
  readonly #taken = new Map<DeployedRoute, number>();

  constructor(deployed: Deployed, lambda: Lambda) {
    this.#deployed = deployed;
    this.#lambda = lambda;
  }

  async call(call: Call): Promise<Answer> {
    for (const route of this.#deployed.routes) {
      const parameters = parametersOf(route, call);
      if (parameters !== null) return this.#through(route, parameters, call);
    }
    return this.#own('MISSING_AUTHENTICATION_TOKEN');
  }

  async #through(route: DeployedRoute, parameters: Parameters, call: Call): Promise<Answer> {
    const { stage, binary } = this.#deployed;
    const caller = callerOf(call);
    if (!this.#mayPass(route)) return this.#own('THROTTLED');
    if (route.iam && caller === null) return this.#own('MISSING_AUTHENTICATION_TOKEN');
    if (Buffer.byteLength(call.body ?? '') > maxBodyBytes) return this.#own('REQUEST_TOO_LARGE');
    const event = eventOf({ call, route, parameters, stage, binary, caller });
    if (!route.permitted || JSON.stringify(event).length > maxEventBytes) return this.#own('API_CONFIGURATION_ERROR');
    const result = await Promise.race([this.#lambda.invoke(event), expiry(route.timeoutMs)]);
    if (result === 'late') return this.#own('INTEGRATION_TIMEOUT');
    return answerOf(result?.payload) ?? this.#own('INTEGRATION_FAILURE');
  }

  /** A bucket that is never filled again: a run is short. */
  #mayPass(route: DeployedRoute): boolean {
    const taken = (this.#taken.get(route) ?? 0) + 1;
    this.#taken.set(route, taken);
    return route.burst === null || taken <= route.burst;
  }

  #own(type: keyof typeof usualStatus): Answer {
    const { responses } = this.#deployed;
    const found = responses.get(type);
    const usual = usualStatus[type];
    const fallback = responses.get(usual < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX');
    const body = (found ?? fallback)?.body ?? '{"message":null}';
    return { status: found?.status ?? usual, headers: { 'content-type': 'application/json' }, body };
  }
}

/** A signature is believed here: checking it is IAM's business. */
function callerOf({ headers = {} }: Call): string | null {
  return /^AWS4-HMAC-SHA256 /.test(headers['authorization'] ?? '') ? 'arn:aws:sts::111122223333:assumed-role/ci/session' : null;
}

/** Null: no answer that a proxy integration may give. */
function answerOf(payload: unknown): Answer | null {
  const {
    statusCode,
    headers = {},
    body = '',
  } = (payload ?? {}) as { statusCode?: unknown; headers?: Record<string, string>; body?: string };
  return typeof statusCode === 'number' && typeof body === 'string' ? { status: statusCode, headers, body } : null;
}

function expiry(ms: number): Promise<'late'> {
  return new Promise((resolve) => {
    setTimeout(() => resolve('late'), ms).unref();
  });
}
