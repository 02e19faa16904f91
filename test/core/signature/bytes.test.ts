import { describe, expect, it } from '@jest/globals';
import { decodeBase64, decodeBase64url, parseJsonBytes, pemBlocks } from '../../../core/signature/bytes.ts';

describe('decodeBase64', () => {
  it.each<[unknown, string | null]>([
    ['', ''],
    ['YQ==', 'a'],
    ['YWI=', 'ab'],
    ['YR==', null],
    ['YWJ=', null],
    ['YQ', null],
    ['YQ=', null],
    ['YQ==\n', null],
    ['Y Q=', null],
    ['-_==', null],
    [7, null],
    [['YQ=='], null],
  ])('%j', (text, expected) => {
    expect(decodeBase64(text)?.toString() ?? null).toBe(expected);
  });
});

describe('decodeBase64url', () => {
  it.each<[unknown, string | null]>([
    ['YQ', 'a'],
    ['YR', null],
    ['YQ==', null],
    ['-_8', '\ufffd\ufffd'],
    ['+/8', null],
    [null, null],
  ])('%j', (text, expected) => {
    expect(decodeBase64url(text)?.toString() ?? null).toBe(expected);
  });
});

describe('parseJsonBytes', () => {
  it.each<[string, Buffer, unknown]>([
    ['JSON', Buffer.from('{"a":1}'), { a: 1 }],
    ['no JSON', Buffer.from('{'), undefined],
    ['a byte order mark', Buffer.from('\ufeff{}'), undefined],
    ['no UTF-8', Buffer.from([0x22, 0xff, 0x22]), undefined],
    ['nothing', Buffer.alloc(0), undefined],
  ])('%s', (_, bytes, expected) => {
    expect(parseJsonBytes(bytes)).toEqual(expected);
  });
});

describe('pemBlocks', () => {
  const block = (label: string, body: string, end = label) => `-----BEGIN ${label}-----\n${body}\n-----END ${end}-----\n`;
  it.each<[string, string, string[]]>([
    ['two, and something between them', `${block('CERTIFICATE', 'YQ==')}x${block('CERTIFICATE', 'YW\nI=')}`, ['a', 'ab']],
    ['of another label', block('PUBLIC KEY', 'YQ=='), []],
    ['with another end', block('CERTIFICATE', 'YQ==', 'PUBLIC KEY'), []],
    ['that is no base64', block('CERTIFICATE', 'YQ'), []],
  ])('%s', (_, text, expected) => {
    expect(pemBlocks(text, 'CERTIFICATE').map(String)).toEqual(expected);
  });
});
