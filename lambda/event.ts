/** API Gateway's events (REST, version 1) as requests, answers as results. Every field of an event is hostile. */
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { maxBodyBytes } from '../core/limits.ts';
import type { HttpAnswer, HttpRequest } from '../core/review/http.ts';
import { isObject, own, ownText } from '../core/workload/json.ts';

/** Whether the event came over HTTP; else somebody invoked the function directly. */
export function isHttpEvent(event: unknown): event is APIGatewayProxyEvent {
  return typeof own(event, 'httpMethod') === 'string';
}

export function toRequest(event: APIGatewayProxyEvent, remainingMs: number): HttpRequest {
  const query = own(event, 'queryStringParameters');
  return {
    method: event.httpMethod,
    segments: segmentsOf(event),
    timeout: ownText(query, 'timeout'),
    contentType: headerOf(event, 'content-type'),
    contentEncoding: headerOf(event, 'content-encoding'),
    remainingMs,
    caller: ownText(own(own(event, 'requestContext'), 'identity'), 'userArn'),
    body: async () => bodyOf(event),
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
  const parameters = own(event, 'pathParameters');
  const part = (segment: string): string => (segment.startsWith('{') ? (ownText(parameters, segment.slice(1, -1)) ?? '') : segment);
  return resource.slice(1).split('/').map(part);
}

/** Header names come in any case. */
function headerOf(event: APIGatewayProxyEvent, name: string): string | null {
  const headers = own(event, 'headers');
  if (!isObject(headers)) return null;
  for (const key in headers) if (key.length === name.length && key.toLowerCase() === name) return ownText(headers, key);
  return null;
}

function bodyOf(event: APIGatewayProxyEvent): Uint8Array | string | null {
  const body = own(event, 'body');
  if (typeof body !== 'string') return '';
  if (own(event, 'isBase64Encoded') === true)
    return body.length > Math.ceil(maxBodyBytes / 3) * 4 ? null : limited(Buffer.from(body, 'base64'));
  return body.length > maxBodyBytes || Buffer.byteLength(body) > maxBodyBytes ? null : body;
}

function limited(bytes: Uint8Array): Uint8Array | null {
  return bytes.length > maxBodyBytes ? null : bytes;
}
