import { describe, expect, it } from '@jest/globals';
import { checkHeaders, isRejection, jsonAnswer, type Rejection, rejectionAnswer } from '../../../core/review/http.ts';
import { requestOf } from './engine.ts';

const check = (contentType: string | null, contentEncoding: string | null = null) =>
  checkHeaders(requestOf('/admission', {}, { contentType, contentEncoding }))?.code ?? null;

describe('checkHeaders', () => {
  it.each<[string | null]>([
    [null],
    [''],
    ['application/json'],
    ['Application/JSON'],
    ['application/json; charset=utf-8'],
    ['application/json ;charset=utf-8'],
    ['application/x-www-form-urlencoded'],
    ['text/plain; charset=utf-8'],
    ['application/vnd.kubernetes.review+json'],
    ['application/+json'],
  ])('reads %s as JSON', (contentType) => {
    expect(check(contentType)).toBeNull();
  });

  it.each([
    ['application/yaml'],
    ['application/jsonp'],
    ['application/json+xml'],
    ['application/vnd.kubernetes.protobuf'],
    ['application/octet-stream'],
    ['multipart/form-data; boundary=x'],
    ['text/html'],
    ['text/json'],
    ['+json'],
    ['a/b/c+json'],
    ['application/json, text/html'],
    ['__proto__'],
  ])('refuses %s', (contentType) => {
    expect(check(contentType)).toBe(415);
  });

  it.each<[string, number | null]>([
    ['', null],
    ['identity', null],
    [' Identity ', null],
    ['gzip', 415],
    ['deflate', 415],
    ['br', 415],
    ['identity, gzip', 415],
    ['aws-chunked', 415],
  ])('Content-Encoding %j: %j', (encoding, expected) => {
    expect(check('application/json', encoding)).toBe(expected);
  });
});

describe('answers', () => {
  it('writes JSON', () => {
    expect(jsonAnswer({ a: 'é' })).toEqual({ status: 200, headers: { 'content-type': 'application/json' }, body: '{"a":"é"}' });
  });

  it.each<[Rejection['code'], string]>([
    [400, 'BadRequest'],
    [401, 'Unauthorized'],
    [404, 'NotFound'],
    [405, 'MethodNotAllowed'],
    [408, 'Timeout'],
    [413, 'RequestEntityTooLarge'],
    [415, 'UnsupportedMediaType'],
    [503, 'ServiceUnavailable'],
  ])('words a %d as a Status', (code, reason) => {
    expect(rejectionAnswer({ code, message: 'why' })).toEqual({
      status: code,
      headers: { 'content-type': 'application/json' },
      body: `{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"why","reason":"${reason}","code":${code}}`,
    });
  });

  it('names the methods of a 405', () => {
    const { headers } = rejectionAnswer({ code: 405, message: 'why', allow: 'POST' });
    expect(headers).toEqual({ 'content-type': 'application/json', allow: 'POST' });
  });

  it('knows a rejection by what it owns itself', () => {
    expect(isRejection({ code: 400, message: '' })).toBe(true);
    for (const other of [{ value: { code: 400, message: '' } }, { code: 400 }, { message: '' }]) expect(isRejection(other)).toBe(false);
    expect(isRejection(Object.create({ code: 400, message: '' }) as object)).toBe(false);
  });
});
