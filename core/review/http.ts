/** Requests and answers as plain data: what `serve`, API Gateway and tests hand to the core, and get back. */

export interface HttpRequest {
  readonly method: string;
  /** The path's parts, percent-encoding kept: `/v1/check` is `['v1', 'check']`, `/` is `['']`. Hostile. */
  readonly segments: readonly string[];
  /** The query's `timeout`, hostile; null when there is none. */
  readonly timeout: string | null;
  readonly contentType: string | null;
  readonly contentEncoding: string | null;
  /** Milliseconds until whoever runs us gives up; null: nobody does. */
  readonly remainingMs: number | null;
  /** Who called, where AWS authenticated somebody; null elsewhere. */
  readonly caller: string | null;
  /** The body's bytes, or its text where the bytes are gone; null when there is more than `maxBodyBytes`. Read only once route and method are known. */
  body(): Body | Promise<Body>;
}

export type Body = Uint8Array | string | null;

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const json = { 'content-type': 'application/json' };

export function jsonAnswer(value: unknown): HttpAnswer {
  return { status: 200, headers: json, body: JSON.stringify(value) };
}

/** A request that gets no verdict: thrown nowhere, returned where it is found. */
export interface Rejection {
  readonly code: 400 | 401 | 404 | 405 | 408 | 413 | 415 | 503;
  /** What, where, expected, got, how to fix; printable ASCII. */
  readonly message: string;
  /** The methods that the route knows, for 405. */
  readonly allow?: string;
}

const reasons: Readonly<Record<Rejection['code'], string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  408: 'Timeout',
  413: 'RequestEntityTooLarge',
  415: 'UnsupportedMediaType',
  503: 'ServiceUnavailable',
};

export function isRejection(x: object): x is Rejection {
  return Object.hasOwn(x, 'code') && Object.hasOwn(x, 'message');
}

/** A Kubernetes `Status`, which every client of an API server can read. */
export function rejectionAnswer({ code, message, allow }: Rejection): HttpAnswer {
  const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason: reasons[code], code };
  return { status: code, headers: allow === undefined ? json : { ...json, allow }, body: JSON.stringify(status) };
}

/**
 * What is read as JSON: no content type, JSON, and what `curl -d` and plain clients send. Null when the headers are
 * acceptable.
 */
export function checkHeaders({ contentType, contentEncoding }: HttpRequest): Rejection | null {
  const encoding = contentEncoding?.trim().toLowerCase() ?? '';
  if (encoding !== '' && encoding !== 'identity')
    return { code: 415, message: 'Content-Encoding: expected none or identity; send the body as it is' };
  if (contentType === null || contentType === 'application/json') return null;
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const known =
    ['', 'application/json', 'text/plain', 'application/x-www-form-urlencoded'].includes(type) || /^[^/\s]+\/[^/\s]*\+json$/.test(type);
  return known ? null : { code: 415, message: 'Content-Type: expected application/json; send a JSON body' };
}
