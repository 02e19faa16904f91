/** How a Parameter Store misbehaves: one fault, one function. `honest` is what it would have answered. */
import type { ServerResponse } from 'node:http';

export interface HonestAnswer {
  readonly Parameters: readonly { readonly Name: string; readonly Value: string }[];
  readonly InvalidParameters: readonly string[];
}

type Misbehave = (response: ServerResponse, honest: () => HonestAnswer) => unknown;

export function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(body);
}

export function fail(response: ServerResponse, status: number, type: string): void {
  send(response, status, JSON.stringify({ __type: type, message: `${type}: arn:aws:ssm:eu-west-1:111122223333:parameter/secret` }));
}

export const storeFaults = {
  throttle: (response) => fail(response, 400, 'ThrottlingException'),
  deny: (response) => fail(response, 400, 'AccessDeniedException'),
  error: (response) => fail(response, 500, 'InternalServerError'),
  'too many': (response) => fail(response, 429, 'UnknownError'),
  'a long reason': (response) => fail(response, 400, `com.amazonaws.ssm#${'Long'.repeat(100)}`),
  stall: () => undefined,
  'stall in the body': (response, honest) => {
    const body = JSON.stringify(honest());
    response.writeHead(200, { 'content-length': body.length }).write(body.slice(0, 20));
  },
  reset: (response) => response.destroy(),
  truncate: (response, honest) => {
    const body = JSON.stringify(honest());
    response.writeHead(200, { 'content-length': body.length }).write(body.slice(0, -10), () => response.destroy());
  },
  empty: (response) => send(response, 200, ''),
  html: (response) => send(response, 200, '<html>maintenance</html>'),
  redirect: (response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
  /** An answer without an end. */
  flood: (response) => {
    response.writeHead(200);
    const more = (): void => {
      while (!response.destroyed && response.write(' '.repeat(65_536)));
    };
    response.on('drain', more);
    more();
  },
  /** One byte after the other. */
  drip: (response, honest) => {
    const body = JSON.stringify(honest());
    response.writeHead(200, { 'content-length': body.length });
    let at = 0;
    const timer = setInterval(() => (at < body.length ? response.write(body.charAt(at++)) : response.end()), 20);
    response.on('close', () => clearInterval(timer));
  },
  'silent about one': (response, honest) => send(response, 200, JSON.stringify({ ...honest(), Parameters: honest().Parameters.slice(1) })),
  'one twice': (response, honest) => {
    const { Parameters, InvalidParameters } = honest();
    const again = Parameters.slice(0, 1).map((one) => ({ ...one, Value: 'evil.example' }));
    send(response, 200, JSON.stringify({ Parameters: [...Parameters, ...again], InvalidParameters }));
  },
  'without names': (response, honest) => {
    const { Parameters, InvalidParameters } = honest();
    send(response, 200, JSON.stringify({ Parameters: [...Parameters, { Value: 'evil.example' }], InvalidParameters }));
  },
  'without values': (response, honest) => {
    const { Parameters, InvalidParameters } = honest();
    send(response, 200, JSON.stringify({ Parameters: Parameters.map(({ Name }) => ({ Name })), InvalidParameters }));
  },
} as const satisfies Record<string, Misbehave>;

/** A name of these, or an honest answer that comes late. */
export type Fault = keyof typeof storeFaults | { readonly delayMs: number };
