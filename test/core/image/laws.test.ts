import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isRefusal, parseReference } from '../../../core/image/reference.ts';
import { parseScope } from '../../../core/image/scope.ts';
import { assertLaws, imageTexts } from './reference.arbitrary.ts';

const numRuns = 4000;

describe('laws of references', () => {
  it('sound, canonical, explained, and as the regular expressions of distribution/reference read it', () => {
    let accepted = 0;
    fc.assert(
      fc.property(imageTexts, (text) => {
        accepted += assertLaws(text) ? 1 : 0;
      }),
      { numRuns },
    );
    expect(accepted).toBeGreaterThan(numRuns / 10);
  });
});

describe('laws of scopes', () => {
  it('the host, the path, the tag and the digest of an accepted reference are scopes that mean the same', () => {
    fc.assert(
      fc.property(imageTexts, (text) => {
        const image = parseReference(text);
        if (isRefusal(image)) return;
        const { host, path, tag, digest } = image;
        const none = { path: null, tag: null, digest: null };
        expect(parseScope(host)).toEqual({ text: host, kind: 'host', host, ...none });
        expect(parseScope(`${host}/${path}`)).toEqual({ ...none, text: `${host}/${path}`, kind: 'path', host, path });
        if (tag !== null) expect(parseScope(`${host}/${path}:${tag}`)).toMatchObject({ kind: 'tag', host, path, tag, digest: null });
        if (digest !== null)
          expect(parseScope(`${host}/${path}@${digest}`)).toMatchObject({ kind: 'digest', host, path, tag: null, digest });
      }),
      { numRuns: 1000 },
    );
  });

  it('an accepted scope is printable, and an image below it is parsed into it; a refusal is printable', () => {
    fc.assert(
      fc.property(imageTexts, (text) => {
        const scope = parseScope(text);
        if (isRefusal(scope)) return expect(scope.reason).toMatch(/^[ -~]+$/);
        const image = parseReference(scope.path === null ? `${scope.host}/x/y` : scope.text);
        expect(isRefusal(image) ? image : image.host).toBe(scope.host);
        expect(text).toMatch(/^[!-~]+$/);
      }),
      { numRuns },
    );
  });
});
