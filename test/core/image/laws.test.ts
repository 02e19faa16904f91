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

  // A port or a tag leads past the regular expression for usual scopes, into the scanner.
  const pieces = ['a', 'b1', '9', '-', '--', '.', '_', '__', '/', '0x1', 'xn--a', 'io', 'index.docker.io', 'localhost', 'A', ' ', 'a.io/'];
  it('the usual spelling and the whole grammar read one scope alike', () => {
    let accepted = 0;
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 8 }), (parts) => {
        const text = parts.join('');
        // Without a dot a port would make a host of it, and the alias with a port is a registry of its own.
        fc.pre(/[./]/.test(text) && text !== 'index.docker.io');
        const [usual, scanned] = [parseScope(text), parseScope(`${text}${text.includes('/') ? ':tag' : ':5000'}`)];
        expect(isRefusal(usual)).toBe(isRefusal(scanned));
        if (isRefusal(usual) || isRefusal(scanned)) return;
        accepted++;
        const [host, path] = [text.split('/', 1)[0], text.includes('/') ? text.slice(text.indexOf('/') + 1) : null];
        expect(usual).toEqual({ text, kind: path === null ? 'host' : 'path', host, path, tag: null, digest: null });
        expect([scanned.host, scanned.path]).toEqual([path === null ? `${host}:5000` : host, path]);
      }),
      { numRuns },
    );
    expect(accepted).toBeGreaterThan(numRuns / 20);
  });
});
