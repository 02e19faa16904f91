import { describe, expect, it } from '@jest/globals';
import { readAllowlist } from '../../../core/policy/allowlist.ts';

describe('readAllowlist', () => {
  it.each<[string, readonly string[] | string]>([
    ['a.io', ['a.io']],
    [' a.io\t,\r\n*.b.io , a.io', ['a.io', '*.b.io', 'a.io']],
    ['', '1: item 1: expected a scope such as ghcr.io/acme, got an empty item'],
    ['a.io,', '6: item 2: expected a scope such as ghcr.io/acme, got an empty item'],
    ['a.io,*', '6: item 2: expected a scope such as ghcr.io/acme, got "*": "*" would be every registry: name each host'],
    ['a.io,\u00a0b.io', '6: item 2: expected a scope such as ghcr.io/acme, got "\\u00a0b.io": white space (U+00A0); write b.io'],
    [
      'constructor',
      '1: item 1: expected a scope such as ghcr.io/acme, got "constructor": "constructor" is no host, and a scope begins with one; write docker.io/library/constructor',
    ],
  ])('%j', (text, expected) => {
    const read = readAllowlist(text);
    expect('message' in read ? `${read.column}: ${read.message}` : read).toEqual(expected);
  });
});
