/** One HTTP request and its whole answer, capped: at most `maxBytes` of body, until the deadline, uncompressed. */
import type { ClientRequest, IncomingMessage } from 'node:http';
import { type ImageBudget, spendBytes, spendRequest } from './budget.ts';
import type { Reach } from './endpoint.ts';
import { RegistryFailure } from './failure.ts';
import type { Connections } from './network.ts';

/**
 * Bytes that are read of an answer that is none, so that its connection can be used again. It may be longer than the small thing that
 * was asked for: a redirect of Go's net/http holds a page with the signed URL.
 */
const maxErrorBytes = 64 * 1024;
const nothing = Buffer.alloc(0);

export interface Ask {
  readonly url: URL;
  readonly reach: Reach;
  readonly headers: Readonly<Record<string, string>>;
  readonly maxBytes: number;
}

export interface Answer {
  readonly status: number;
  /** A header's first value; null when it is not there. */
  header(name: string): string | null;
  readonly body: Buffer;
}

/**
 * Rejects with a `RegistryFailure` only. After a connection that died while it was idle a new one is tried: after a pause, as
 * between two invocations of a function, all that are kept may be dead.
 */
export async function exchange(connections: Connections, ask: Ask, budget: ImageBudget): Promise<Answer> {
  spendRequest(budget);
  try {
    return await send(connections, ask, budget, false);
  } catch (error) {
    if (!(error instanceof StaleConnection)) throw error;
    spendRequest(budget);
    return await send(connections, ask, budget, true);
  }
}

class StaleConnection extends RegistryFailure {}

function send(connections: Connections, { url, reach, headers, maxBytes }: Ask, budget: ImageBudget, isFresh: boolean): Promise<Answer> {
  const { request } = process.getBuiltinModule(url.protocol === 'http:' ? 'node:http' : 'node:https');
  const options = {
    ...connections.optionsFor(url, reach, isFresh),
    headers: { 'accept-encoding': 'identity', ...headers },
    signal: budget.review.signal,
  };
  return new Promise((resolve, reject) => {
    const sent: ClientRequest = request(url, options, (response) => {
      read(response, maxBytes, budget).then(resolve, (error: unknown) => {
        response.destroy();
        reject(toFailure(error, url, sent));
      });
    });
    sent.on('error', (error) => reject(toFailure(error, url, sent)));
    sent.end();
  });
}

async function read(response: IncomingMessage, maxBytes: number, budget: ImageBudget): Promise<Answer> {
  const { statusCode: status = 0, headers } = response;
  const header = (name: string): string | null => {
    const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
    return (Array.isArray(value) ? value[0] : value) ?? null;
  };
  if ((header('content-encoding') ?? 'identity') !== 'identity') throw new RegistryFailure('malformed', 'a compressed answer');
  const isError = status >= 300;
  const limit = isError ? maxErrorBytes : maxBytes;
  if (!isError && Number(header('content-length') ?? 0) > limit) throw tooLarge(limit);
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    // Its status says enough; to leave here gives the connection up.
    if (isError && length > limit) return { status, header, body: nothing };
    if (length > limit) throw tooLarge(limit);
    spendBytes(budget, chunk.length);
    chunks.push(chunk);
  }
  if (!response.complete) throw new RegistryFailure('unreachable', 'the connection broke off');
  return { status, header, body: Buffer.concat(chunks) };
}

function tooLarge(limit: number): RegistryFailure {
  return new RegistryFailure('too-large', `an answer of more than ${limit} bytes`);
}

function toFailure(error: unknown, { host }: URL, sent: ClientRequest): RegistryFailure {
  if (error instanceof RegistryFailure) return error;
  const { name = '', code = '' } = error as { name?: string; code?: string };
  if (name === 'AbortError' || name === 'TimeoutError') return new RegistryFailure('timeout', `${host} did not answer in time`, error);
  const message = `${host} could not be reached${/^[A-Z0-9_]{1,40}$/.test(code) ? ` (${code})` : ''}`;
  if (sent.reusedSocket && (code === 'ECONNRESET' || code === 'EPIPE')) return new StaleConnection('unreachable', message, error);
  return new RegistryFailure('unreachable', message, error);
}
