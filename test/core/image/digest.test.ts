import { describe, expect, it } from '@jest/globals';
import { checkDigest } from '../../../core/image/digest.ts';

describe('checkDigest', () => {
  it.each([
    ['sha256', 64],
    ['sha384', 96],
    ['sha512', 128],
  ])('%s has %i hex digits', (algorithm, length) => {
    const digest = `${algorithm}:${'a'.repeat(length)}`;
    expect(checkDigest(digest, 0)).toBeNull();
    expect(checkDigest(`x@${digest}`, 2)).toBeNull();
    expect(checkDigest(digest.slice(0, -1), 0)?.reason).toBe(`${length - 1} hex digits, expected ${length}`);
    expect(checkDigest(`${digest}a`, 0)?.reason).toBe(`${length + 1} hex digits, expected ${length}`);
  });

  it.each([
    ['', 0, 'no digest after "@"'],
    ['bad', 0, '"bad" after "@" is no digest (sha256: and 64 hex digits), and user information is refused'],
    [':abc', 0, 'no digest algorithm before ":"'],
    [`md5:${'a'.repeat(32)}`, 0, 'unknown digest algorithm "md5": expected sha256, sha384 or sha512'],
    [`SHA256:${'a'.repeat(64)}`, 0, 'unknown digest algorithm "SHA256": expected sha256, sha384 or sha512'],
    [`constructor:${'a'.repeat(64)}`, 0, 'unknown digest algorithm "constructor": expected sha256, sha384 or sha512'],
    [`sha256:${'A'.repeat(64)}`, 7, 'upper-case letter in the digest: its hex digits are lower case'],
    [`sha256:${'a'.repeat(63)}g`, 70, '"g" is no hex digit'],
    [`sha256:${'a'.repeat(64)}@x`, 71, 'two digests'],
  ])('%j', (text, position, reason) => expect(checkDigest(text, 0)).toEqual({ reason, position }));
});
