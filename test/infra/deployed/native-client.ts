/** What the compiled part of AWS's runtime client does: asks for an event, posts an answer before the next is asked for. */
import { request } from 'node:http';

const runtime = `http://${process.env['AWS_LAMBDA_RUNTIME_API']}/2018-06-01/runtime/invocation`;
let posted: Promise<unknown> = Promise.resolve();

interface Event {
  readonly bodyJson: string;
  readonly headers: unknown;
}

export async function next(): Promise<Event> {
  await posted;
  return call('GET', 'next', '');
}

export function done(id: string, body: string): void {
  posted = call('POST', `${id}/response`, body);
}

export function error(id: string, body: string): void {
  posted = call('POST', `${id}/error`, body);
}

function call(method: string, path: string, body: string): Promise<Event> {
  return new Promise((resolve, reject) => {
    const sent = request(`${runtime}/${path}`, { method }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ bodyJson: Buffer.concat(chunks).toString(), headers: response.headers }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
