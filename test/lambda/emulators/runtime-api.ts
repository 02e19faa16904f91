/**
 * A small Lambda Runtime API (docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html): what an execution environment asks for its
 * next event, and where it answers.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export type Invoked =
  | { readonly type: 'answered'; readonly payload: unknown }
  /** The handler failed: what the invoker sees as `FunctionError`. */
  | { readonly type: 'failed'; readonly error: unknown }
  | { readonly type: 'timed out' };

export interface RuntimeApi {
  /** `AWS_LAMBDA_RUNTIME_API`. */
  readonly host: string;
  /** Errors at init. */
  readonly initErrors: readonly string[];
  /** How far the environment's wall clock is ahead of ours: its deadlines are told by its own clock. */
  skewMs: number;
  /** Gives the event to the environment as soon as it asks. The function has `timeoutMs`, the caller waits as long. */
  invoke(event: unknown, timeoutMs?: number): Promise<Invoked>;
  close(): Promise<void>;
}

interface Invocation {
  readonly body: string;
  readonly timeoutMs: number;
  readonly resolve: (invoked: Invoked) => void;
}

const base = '/2018-06-01/runtime';

export async function startRuntimeApi(): Promise<RuntimeApi> {
  const queue: Invocation[] = [];
  const running = new Map<string, Invocation>();
  const idle: ServerResponse[] = [];
  const initErrors: string[] = [];
  let count = 0;
  const dispatch = (): void => {
    while (queue.length > 0 && idle.length > 0) {
      const [invocation, response] = [queue.shift() as Invocation, idle.shift() as ServerResponse];
      const id = `00000000-0000-4000-8000-${String(++count).padStart(12, '0')}`;
      running.set(id, invocation);
      hand(response, id, invocation, api.skewMs);
    }
  };
  const end = (id: string, invoked: Invoked): void => {
    running.get(id)?.resolve(invoked);
    running.delete(id);
  };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = request.url ?? '';
    if (url === `${base}/invocation/next`) {
      idle.push(response);
      response.on('close', () => idle.includes(response) && idle.splice(idle.indexOf(response), 1));
      return dispatch();
    }
    const body = await text(request);
    const [, id = '', kind] = new RegExp(`^${base}/invocation/([^/]+)/(response|error)$`).exec(url) ?? [];
    if (kind === 'response') end(id, { type: 'answered', payload: JSON.parse(body) });
    else if (kind === 'error') end(id, { type: 'failed', error: JSON.parse(body) });
    else if (url === `${base}/init/error`) initErrors.push(body);
    response.writeHead(202).end('{}');
  };
  const server = createServer((request, response) => void serve(request, response).catch(() => response.destroy()));
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const api: RuntimeApi = {
    skewMs: 0,
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    initErrors,
    invoke: (event, timeoutMs = 8000) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => resolve({ type: 'timed out' }), timeoutMs);
        const once = (invoked: Invoked): void => {
          clearTimeout(timer);
          resolve(invoked);
        };
        queue.push({ body: JSON.stringify(event), timeoutMs, resolve: once });
        dispatch();
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return api;
}

function hand(response: ServerResponse, id: string, { body, timeoutMs }: Invocation, skewMs: number): void {
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'lambda-runtime-aws-request-id': id,
    'lambda-runtime-deadline-ms': String(Date.now() + skewMs + timeoutMs),
    'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:eu-west-1:111122223333:function:image-warden',
    'lambda-runtime-trace-id': 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0',
  });
  response.end(body);
}
