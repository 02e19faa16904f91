import { describe, expect, it } from '@jest/globals';
import { lint } from '../../../core/lint/lint.ts';
import { loadedOf } from '../policy/loaded.ts';

const nowMs = Date.parse('2027-03-01T12:00:00Z');

/** `level kind at: message` of each remark. */
async function remarks(document: string, allowlist: string | null = null): Promise<string[]> {
  const loaded = await loadedOf(document, allowlist);
  return lint({ ...loaded, nowMs }).map(
    ({ level, kind, steps, message }) => `${level} ${kind} ${steps?.join('.') ?? 'allowlist'}: ${message}`,
  );
}

describe('lint', () => {
  it.each<[name: string, document: string, expected: string[]]>([
    ['nothing', 'images: [secureoci.com, ghcr.io/acme, {deny: ghcr.io/acme/old}]', []],
    ['the kill switch', 'denyAll: true', ['warn unreachable denyAll: denyAll is on: no entry decides anything']],
    [
      'an allow that a deny beats',
      'images: [a.io/x, {deny: a.io/x}]',
      ['warn contradictory images.0: a.io/x is allowed and denied: deny beats allow, so that this allow never decides'],
    ],
    [
      'an allow that a deny beats somewhere',
      'images: [a.io/x, {deny: a.io/x, where: {clusters: [prod]}}]',
      ['note contradictory images.0: a.io/x is allowed and denied: where both hold, deny beats allow'],
    ],
    [
      'an allow and a deny that never meet',
      'images: [{allow: a.io, where: {clusters: [dev]}}, {deny: a.io, where: {clusters: [prod]}}]',
      [],
    ],
    [
      'a tag where a digest is required',
      'images: ["a.io/x:1"]\nrequire: {digest: true}',
      ['warn unreachable images.0: a.io/x:1 admits a tag, but a digest is required: it admits nothing'],
    ],
    [
      'a tag that is denied',
      'images: ["a.io/x:latest"]\nrequire: {tags: {deny: [late*]}}',
      ['warn unreachable images.0: a.io/x:latest admits a tag that is denied: it admits nothing'],
    ],
    ['what a wider entry admits too', 'images: [a.io, a.io/x]', ['note shadowed images.1: a.io/x changes nothing: a.io admits it too']],
    ['what asks for more than the wider entry', 'images: [a.io, {allow: a.io/x, require: {digest: true}}]', []],
    ['what a deny between makes necessary', 'images: [a.io, {deny: a.io/x}, a.io/x/y]', []],
    [
      'a deny that no allow needs',
      'images: [a.io, {deny: b.io}]',
      ['note shadowed images.1: b.io changes nothing but the words: no entry would admit it'],
    ],
    [
      'a registry of everybody',
      'images: [docker.io]',
      ['warn too-wide images.0: docker.io is too wide: everybody may push there; name an organisation, such as docker.io/library'],
    ],
    [
      'every AWS account',
      'images: ["*.dkr.ecr.eu-west-1.amazonaws.com"]',
      ['warn too-wide images.0: *.dkr.ecr.eu-west-1.amazonaws.com is too wide: it admits every AWS account; name your accounts'],
    ],
    [
      'a deny of everybody',
      'images: [docker.io/library, {deny: docker.io}]',
      ['note shadowed images.1: docker.io changes nothing but the words: no entry would admit it'],
    ],
    ['what is over', 'images: [{allow: a.io, until: 2027-02-28}]', ['warn over images.0: a.io is over since 2027-02-28']],
    ['what ends today', 'images: [{allow: a.io, until: 2027-03-01}]', ['note expiring images.0: a.io ends on 2027-03-01, within a day']],
    ['what ends in 14 days', 'images: [{allow: a.io, until: 2027-03-14}]', ['note expiring images.0: a.io ends on 2027-03-14, in 13 days']],
    ['what ends later', 'images: [{allow: a.io, until: 2027-03-15}]', []],
    [
      'an exception that ends',
      'exceptions: [{rule: denied-tag, image: a.io/x, until: 2027-03-03, owner: team-b, reason: x}]',
      ['note expiring exceptions.0: the exception from denied-tag for a.io/x (team-b) ends on 2027-03-03, in 2 days'],
    ],
    [
      'an enforceFrom that has come',
      'images: [{allow: a.io, enforceFrom: 2027-03-01}]',
      ['note no-effect images.0: enforceFrom 2027-03-01 has come: leave it out'],
    ],
    [
      'a tag that must be signed',
      'images: [{allow: a.io/b:1, require: {signedBy: [x]}}]\nverifiers: {x: {cosign: {keys: ["awskms:///k"]}}}',
      ['warn unreachable images.0: a.io/b:1 admits a tag, but evidence is required of a digest: it admits nothing'],
    ],
    [
      'a verifier that nobody names, and one that is named',
      'images: [a.io]\nrequire: {attestations: [{type: spdx, from: [y]}]}\nverifiers: {x: {cosign: {keys: ["awskms:///k"]}}, y: {cosign: {keys: ["awskms:///k"]}}}',
      ['note no-effect verifiers.x: no requirement names the verifier x'],
    ],
    [
      'plain HTTP',
      'images: [a.io]\nregistries: {"127.0.0.1:5000": {private: true, plainHttp: true}}',
      ['note no-effect registries.127.0.0.1:5000.plainHttp: plain HTTP is for the command line: the function does not ask 127.0.0.1:5000'],
    ],
  ])('%s', async (_, document, expected) => {
    expect(await remarks(document)).toEqual(expected);
  });

  it('a scope that the allowlist names too, and what the allowlist alone names', async () => {
    expect(await remarks('images: [{allow: a.io, mode: warn}]', 'a.io,quay.io')).toEqual([
      'warn too-wide allowlist: quay.io is too wide: everybody may push there; name an organisation',
      'warn twice images.0: a.io stands in the allowlist too: the document decides',
    ]);
  });
});
