import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { toRequest } from '../../cli/request.ts';

function incoming(url: string, headers: Record<string, string> = {}): IncomingMessage {
  return Object.assign(new IncomingMessage(new Socket()), { method: 'POST', url, headers });
}
const parsed = (url: string) => {
  const { segments, timeout } = toRequest(incoming(url));
  return [segments.join('|'), timeout];
};

describe('toRequest', () => {
  it.each<[string, string, string | null]>([
    ['/', '', null],
    ['/admission', 'admission', null],
    ['/admission?timeout=7s', 'admission', '7s'],
    ['/admission?x=1&timeout=1m0s', 'admission', '1m0s'],
    ['/admission?timeout=1s&timeout=30s', 'admission', '1s'],
    ['/admission?timeout=%37s', 'admission', '7s'],
    ['/admission?xtimeout=7s', 'admission', null],
    ['/admission?', 'admission', null],
    ['/admission?timeout', 'admission', ''],
    ['/%61/b%2fc//d/?timeout=%', '%61|b%2fc||d|', '%'],
    ['?timeout=7s', '', '7s'],
    ['//admission', '|admission', null],
    ['http://x/admission', 'http:||x|admission', null],
    ['*', '*', null],
  ])('%s', (url, segments, timeout) => {
    expect(parsed(url)).toEqual([segments, timeout]);
  });

  it('hands the headers on, and knows no caller', () => {
    const headers = { 'content-type': 'a', 'content-encoding': 'b', authorization: 'AWS4-HMAC-SHA256 ...' };
    expect(toRequest(incoming('/', headers))).toMatchObject({ method: 'POST', contentType: 'a', contentEncoding: 'b', caller: null });
    expect(toRequest(incoming('/'))).toMatchObject({ contentType: null, contentEncoding: null });
  });
});
