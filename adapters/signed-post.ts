/** POST of JSON to `/v1/check` of a deployed service, signed with AWS Signature Version 4 by a library over node:https. */
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
// CommonJS: Node finds no name in it, only the whole.
import aws4 from 'aws4';
import type { Credentials } from './aws-post.ts';

/** Bytes of an answer: the report on a whole request's files. */
const maxAnswerBytes = 64 * 1024 * 1024;
/** Milliseconds; API Gateway gives up after 29 s. */
const timeoutMs = 35_000;

export interface SignedPostOptions {
  readonly url: URL;
  readonly region: string;
  /** Null: unsigned, for `serve` on this machine. */
  readonly credentials: Credentials | null;
}

export interface PostAnswer {
  readonly status: number;
  readonly body: string;
}

/** Rejects with the network's error. */
export function signedPost({ url, region, credentials }: SignedPostOptions): (body: string) => Promise<PostAnswer> {
  const { protocol, hostname, port, host, pathname } = url;
  const request = protocol === 'http:' ? httpRequest : httpsRequest;
  return (body) => {
    const plain = { host, 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) };
    const signed = { method: 'POST', host, path: pathname, headers: plain, body, service: 'execute-api', region };
    const headers = credentials === null ? plain : (aws4.sign(signed, credentials).headers as Record<string, string>);
    return new Promise((resolve, reject) => {
      const options = { method: 'POST', hostname: hostname.replace(/^\[|\]$/g, ''), port, path: pathname, headers, timeout: timeoutMs };
      const call = request(options, (response) => {
        const chunks: Buffer[] = [];
        let length = 0;
        response.on('data', (chunk: Buffer) => {
          length += chunk.length;
          if (length > maxAnswerBytes) call.destroy(new Error(`an answer of more than ${maxAnswerBytes} bytes`));
          else chunks.push(chunk);
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }));
        response.on('error', reject);
      });
      call.on('timeout', () => call.destroy(new Error(`no answer within ${timeoutMs} ms`)));
      call.on('error', reject);
      call.end(body);
    });
  };
}
