import { describe, expect, it } from '@jest/globals';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { maxBodyBytes } from '../../core/limits.ts';
import { isHttpEvent, toRequest, toResult } from '../../lambda/event.ts';
import { gatewayEvent, token } from './gateway.ts';

const request = (parts: object, body: unknown = {}) => toRequest(gatewayEvent(body, parts), 8000);
const proxied = { resource: '/{proxy+}' };

describe('isHttpEvent', () => {
  it.each<[unknown, boolean]>([
    [gatewayEvent({}), true],
    [{ httpMethod: 'GET' }, true],
    [{ httpMethod: 1 }, false],
    [Object.create({ httpMethod: 'GET' }), false],
    [{ kind: 'ImageReview' }, false],
    [null, false],
    ['httpMethod', false],
    [[], false],
  ])('%j: %j', (event, expected) => {
    expect(isHttpEvent(event)).toBe(expected);
  });
});

describe('toRequest', () => {
  it.each<[string, object, string[]]>([
    ['the resource with its parameters', {}, ['v1', 'clusters', 'prod', token, 'admission']],
    [
      'a parameter with a slash stays one part',
      { pathParameters: { cluster: 'a/b', token: 't' } },
      ['v1', 'clusters', 'a/b', 't', 'admission'],
    ],
    ['a missing parameter', { pathParameters: { cluster: 'a' } }, ['v1', 'clusters', 'a', '', 'admission']],
    ['no parameters', { pathParameters: null, resource: '/healthz' }, ['healthz']],
    ['parameters that are no text', { pathParameters: { cluster: 1, token: {} } }, ['v1', 'clusters', '', '', 'admission']],
    ['an inherited parameter', { pathParameters: Object.create({ cluster: 'a', token: 'b' }) }, ['v1', 'clusters', '', '', 'admission']],
    ['the root', { resource: '/' }, ['']],
    ['no resource: the path', { resource: '', path: '/v1/check' }, ['v1', 'check']],
    ['a proxy resource: the path', { ...proxied, path: '/v1/clusters/a/b/admission' }, ['v1', 'clusters', 'a', 'b', 'admission']],
    [
      'a path keeps its percent signs',
      { ...proxied, path: '/v1/clusters/prod%2F..%2Fprod/t/admission' },
      ['v1', 'clusters', 'prod%2F..%2Fprod', 't', 'admission'],
    ],
    ['a path keeps its empty parts', { ...proxied, path: '//healthz/' }, ['', 'healthz', '']],
    ['no path at all', { ...proxied, path: null }, ['']],
  ])('%s', (_, parts, segments) => {
    expect(request(parts).segments).toEqual(segments);
  });

  it.each<[string, object, string | null]>([
    ['as API Gateway writes it', { headers: { 'Content-Type': 'a/b' } }, 'a/b'],
    ['in lower case', { headers: { 'content-type': 'a/b' } }, 'a/b'],
    ['in upper case', { headers: { 'CONTENT-TYPE': 'a/b' } }, 'a/b'],
    ['in two spellings: the first', { headers: { 'Content-Type': 'a/b', 'content-type': 'c/d' } }, 'a/b'],
    ['none', { headers: {} }, null],
    ['no headers', { headers: null }, null],
    ['a list of headers', { headers: ['Content-Type', 'a/b'] }, null],
    ['no text', { headers: { 'Content-Type': 1 } }, null],
    ['an inherited one', { headers: Object.create({ 'content-type': 'a/b' }) }, null],
  ])('the content type: %s', (_, parts, contentType) => {
    expect(request(parts).contentType).toBe(contentType);
  });

  it('reads encoding, timeout, remaining time and caller', () => {
    const parts = { headers: { 'Content-Encoding': 'gzip' }, queryStringParameters: { timeout: '7s' }, userArn: 'arn:aws:iam::1:user/a' };
    expect(request(parts)).toMatchObject({
      method: 'POST',
      contentEncoding: 'gzip',
      timeout: '7s',
      remainingMs: 8000,
      caller: 'arn:aws:iam::1:user/a',
    });
    expect(request({ queryStringParameters: null })).toMatchObject({ contentEncoding: null, timeout: null, caller: null });
  });

  const base64 = (bytes: number): string => Buffer.alloc(bytes, 'a').toString('base64');
  it.each<[string, object, string | null]>([
    ['text', { body: '{"a":"é"}' }, '{"a":"é"}'],
    ['base64', { body: Buffer.from('{"a":"é"}').toString('base64'), isBase64Encoded: true }, '{"a":"é"}'],
    ['none', { body: null }, ''],
    ['no text', { body: 7 }, ''],
    ['not marked as base64', { body: 'e30=', isBase64Encoded: 'true' }, 'e30='],
  ])('the body: %s', async (_, parts, expected) => {
    const body = await request(parts).body();
    expect(typeof body === 'string' || body === null ? body : Buffer.from(body).toString()).toBe(expected);
  });

  it.each<[string, object, number | null]>([
    ['as much text as is read', { body: 'a'.repeat(maxBodyBytes) }, maxBodyBytes],
    ['one character more', { body: 'a'.repeat(maxBodyBytes + 1) }, null],
    ['as many bytes in fewer characters', { body: 'é'.repeat(maxBodyBytes / 2) }, maxBodyBytes / 2],
    ['one byte more in fewer characters', { body: `a${'é'.repeat(maxBodyBytes / 2)}` }, null],
    ['as many bytes in base64', { body: base64(maxBodyBytes), isBase64Encoded: true }, maxBodyBytes],
    ['one byte more in base64', { body: base64(maxBodyBytes + 1), isBase64Encoded: true }, null],
    ['far more in base64', { body: base64(maxBodyBytes * 2), isBase64Encoded: true }, null],
  ])('the body: %s', async (_, parts, length) => {
    expect((await request(parts).body())?.length ?? null).toBe(length);
  });
});

describe('toResult', () => {
  it('is what API Gateway wants', () => {
    expect(toResult({ status: 200, headers: { a: 'b' }, body: 'x' })).toEqual({
      statusCode: 200,
      headers: { a: 'b' },
      body: 'x',
      isBase64Encoded: false,
    } satisfies ReturnType<typeof toResult> & Partial<APIGatewayProxyEvent>);
  });
});
