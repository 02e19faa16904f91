/** From node:http's request to the core's. */
import type { IncomingMessage } from 'node:http';
import { maxBodyBytes } from '../core/limits.ts';
import type { HttpRequest } from '../core/review/http.ts';

export function toRequest(request: IncomingMessage): HttpRequest {
  const url = request.url ?? '/';
  const query = url.indexOf('?');
  const path = query < 0 ? url : url.slice(0, query);
  return {
    method: request.method ?? '',
    segments: path.replace(/^\//, '').split('/'),
    timeout: query < 0 ? null : new URLSearchParams(url.slice(query + 1)).get('timeout'),
    contentType: request.headers['content-type'] ?? null,
    contentEncoding: request.headers['content-encoding'] ?? null,
    remainingMs: null,
    caller: null,
    body: () => readBody(request),
  };
}

/** At most `maxBodyBytes`; null when there are more, which are not kept. Rejects when the client goes away. */
async function readBody(request: IncomingMessage): Promise<Uint8Array | null> {
  if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes) return null;
  const chunks: Uint8Array[] = [];
  let length = 0;
  return new Promise((resolve, reject) => {
    const keep = (chunk: Uint8Array): void => {
      length += chunk.length;
      chunks.push(chunk);
      if (length <= maxBodyBytes) return;
      request.off('data', keep);
      chunks.length = 0;
      resolve(null);
    };
    request.on('data', keep);
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
  });
}
