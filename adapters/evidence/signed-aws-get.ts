/** Signed GETs of AWS's REST protocols, by a signing library over node:https. */
import type { IncomingMessage } from 'node:http';
// CommonJS: Node finds no name in it, only the whole.
import aws4 from 'aws4';
import { parseJsonBytes } from '../../core/signature/bytes.ts';
import type { Credentials } from '../ssm.ts';
import { CallError } from '../tries.ts';
import type { AwsAnswer, SignedGet } from './aws-call.ts';

/** Bytes of an answer: nine ARNs and hashes are 2 KB. */
const maxAnswerBytes = 64 * 1024;

export interface SignedAwsGetOptions {
  /** Asked at each call: they may be rotated. */
  readonly credentials: () => Credentials | Promise<Credentials>;
  /** Milliseconds for one answer, body and all. */
  readonly timeoutMs: number;
  /** Where every call goes instead of its host: what `AWS_ENDPOINT_URL_SIGNER` says. */
  readonly endpoint?: string;
}

/** Sockets are kept alive between calls; a call on one that died meanwhile is made once more. Redirects are answers like any other. */
export function signedAwsGet({ credentials, timeoutMs, endpoint }: SignedAwsGetOptions): SignedGet {
  const plain = endpoint?.startsWith('http:') === true;
  // Taken from the process: an ESM import of node:http touches every lazy getter and costs 24 ms.
  const http = process.getBuiltinModule(plain ? 'node:http' : 'node:https');
  const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });
  return async ({ service, region, host, path, query }) => {
    const { host: signedHost, hostname, port } = new URL(endpoint ?? `https://${host}`);
    const text = query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
    const unsigned = { method: 'GET', host: signedHost, path: `${path}?${text}`, headers: { host: signedHost }, service, region };
    const { headers, path: signedPath } = aws4.sign(unsigned, await credentials());
    const options = {
      agent,
      hostname: hostname.replace(/^\[|\]$/g, ''),
      port,
      path: signedPath,
      headers: headers as Record<string, string>,
    };
    const call = () =>
      new Promise<AwsAnswer>((resolve, reject) => {
        const request = http.request(options, (response) => collect(response, resolve, reject));
        const timer = setTimeout(() => request.destroy(new CallError(`no answer within ${timeoutMs} ms`, 'no')), timeoutMs);
        request.on('close', () => clearTimeout(timer));
        request.on('error', (error) => reject(request.reusedSocket && !(error instanceof CallError) ? deadSocket(error) : error));
        request.end();
      });
    return call().catch((error: unknown) => {
      if (error instanceof CallError && error.retry === 'at once') return call();
      throw error;
    });
  };
}

function deadSocket(error: Error): CallError {
  return new CallError('a kept connection was closed', 'at once', error);
}

function collect(response: IncomingMessage, resolve: (answer: AwsAnswer) => void, reject: (error: Error) => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  response.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length > maxAnswerBytes) response.destroy(new CallError(`an answer of more than ${maxAnswerBytes} bytes`, 'no'));
    else chunks.push(chunk);
  });
  response.on('end', () => resolve({ status: response.statusCode ?? 0, body: parseJsonBytes(Buffer.concat(chunks)) }));
  response.on('error', reject);
}
