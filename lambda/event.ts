/** API Gateway's events (REST, version 1) as requests, answers as results. Every field of an event is hostile. */
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { maxBodyBytes } from '../core/limits.ts';
import type { Body, HttpAnswer, HttpRequest } from '../core/review/http.ts';
import { isObject, own, ownText } from '../core/workload/json.ts';

/** Whether the event came over HTTP; else somebody invoked the function directly. */
export function isHttpEvent(event: unknown): event is APIGatewayProxyEvent {
  return typeof own(event, 'httpMethod') === 'string';
}

export function toRequest(event: APIGatewayProxyEvent, remainingMs: number): HttpRequest {
  const { contentType, contentEncoding } = headersOf(event);
  return {
    method: event.httpMethod,
    segments: segmentsOf(event),
    timeout: ownText(own(event, 'queryStringParameters'), 'timeout'),
    contentType,
    contentEncoding,
    remainingMs,
    caller: ownText(own(own(event, 'requestContext'), 'identity'), 'userArn'),
    body: () => bodyOf(event),
  };
}

export function toResult({ status, headers, body }: HttpAnswer): APIGatewayProxyResult {
  return { statusCode: status, headers: { ...headers }, body, isBase64Encoded: false };
}

/**
 * The resource with its parameters put in: a parameter that holds a slash stays one part, and a custom domain's base path
 * does not count. The path where there is no resource to go by.
 */
function segmentsOf(event: APIGatewayProxyEvent): string[] {
  const resource = ownText(event, 'resource');
  if (resource === null || resource.includes('+}')) return (ownText(event, 'path') ?? '').replace(/^\//, '').split('/');
  if (resource !== last.resource) last = { resource, segments: resource.slice(1).split('/').map(segmentOf) };
  const parameters = own(event, 'pathParameters');
  return last.segments.map(({ text, parameter }) => (parameter === null ? text : (ownText(parameters, parameter) ?? '')));
}

interface Segment {
  readonly text: string;
  /** What stands in its place; null: itself. */
  readonly parameter: string | null;
}

/** The last event's resource, taken apart: a deployment has few. */
let last: { readonly resource: string; readonly segments: readonly Segment[] } = { resource: '', segments: [] };

function segmentOf(text: string): Segment {
  return { text, parameter: text.startsWith('{') ? text.slice(1, -1) : null };
}

type Headers = Pick<HttpRequest, 'contentType' | 'contentEncoding'>;

/** Header names come in any case; of two spellings the first counts. */
function headersOf(event: APIGatewayProxyEvent): Headers {
  let [contentType, contentEncoding]: (string | null | undefined)[] = [];
  const headers = own(event, 'headers');
  if (!isObject(headers)) return { contentType: null, contentEncoding: null };
  for (const key in headers) {
    if (contentType === undefined && isName(key, 'content-type')) contentType = ownText(headers, key);
    else if (contentEncoding === undefined && isName(key, 'content-encoding')) contentEncoding = ownText(headers, key);
  }
  return { contentType: contentType ?? null, contentEncoding: contentEncoding ?? null };
}

function isName(key: string, name: string): boolean {
  return key.length === name.length && (key === name || key.toLowerCase() === name);
}

/** A character takes three bytes at most: most bodies are small enough without counting. */
function bodyOf(event: APIGatewayProxyEvent): Body {
  const body = own(event, 'body');
  if (typeof body !== 'string') return '';
  if (own(event, 'isBase64Encoded') === true)
    return body.length > Math.ceil(maxBodyBytes / 3) * 4 ? null : limited(Buffer.from(body, 'base64'));
  if (body.length <= maxBodyBytes / 3) return body;
  return body.length > maxBodyBytes || Buffer.byteLength(body) > maxBodyBytes ? null : body;
}

function limited(bytes: Uint8Array): Uint8Array | null {
  return bytes.length > maxBodyBytes ? null : bytes;
}
