/** Lambda's Runtime API for one execution environment: hands out events one by one, takes what was posted for them. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Local, listen } from './listen.ts';

/** What the runtime posted; null: it failed, or ended without an answer. */
export type InvokeResult = { readonly payload: unknown } | null;

interface Invocation {
  readonly event: object;
  readonly timeoutMs: number;
  readonly settle: (result: InvokeResult) => void;
}

export class RuntimeApi {
  readonly #waiting: Invocation[] = [];
  readonly #running = new Map<string, Invocation>();
  #idle: ServerResponse | null = null;
  #count = 0;
  #local: Local | null = null;

  /** `127.0.0.1:43210` */
  async start(): Promise<string> {
    this.#local = await listen(createServer((request, response) => this.#serve(request, response)));
    return this.#local.host;
  }

  invoke(event: object, timeoutMs: number): Promise<InvokeResult> {
    return new Promise((settle) => {
      this.#waiting.push({ event, timeoutMs, settle });
      this.#hand();
    });
  }

  /** The environment has ended: what it had not answered has failed. */
  fail(): void {
    for (const { settle } of [...this.#running.values(), ...this.#waiting.splice(0)]) settle(null);
    this.#running.clear();
    this.#idle = null;
  }

  async close(): Promise<void> {
    await this.#local?.close();
  }

  /** `/2018-06-01/runtime/invocation/next`, `.../invocation/ID/response`, `.../invocation/ID/error`, `.../init/error`. */
  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, , , , id = '', what] = (request.url ?? '').split('/');
    if (id === 'next') {
      this.#idle = response;
      return this.#hand();
    }
    const body = await text(request);
    response.writeHead(202).end();
    this.#running.get(id)?.settle(what === 'response' ? { payload: JSON.parse(body) } : null);
    this.#running.delete(id);
  }

  #hand(): void {
    const response = this.#idle;
    const invocation = response === null ? undefined : this.#waiting.shift();
    if (invocation === undefined || response === null) return;
    this.#idle = null;
    const id = `request-${++this.#count}`;
    this.#running.set(id, invocation);
    response.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': id,
      'lambda-runtime-deadline-ms': String(Date.now() + invocation.timeoutMs),
      'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:eu-west-1:111122223333:function:image-warden:live',
    });
    response.end(JSON.stringify(invocation.event));
  }
}
