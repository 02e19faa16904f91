import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { authoritiesOf, describeChanges } from '../../../core/signature/trust-changes.ts';

interface Root {
  tlogs: { baseUrl: string; publicKey: { validFor: { start: string; end?: string } } }[];
  ctlogs: unknown[];
  certificateAuthorities: { uri: string }[];
}

const read = () => JSON.parse(readFileSync(new URL('../../../core/signature/public-good.json', import.meta.url), 'utf8')) as Root;

describe('authoritiesOf', () => {
  it('names everybody that the pinned root trusts', () => {
    expect(authoritiesOf(read()).map(({ text, validity }) => `${text}, ${validity}`)).toMatchInlineSnapshot(`
[
  "certificate authority https://fulcio.sigstore.dev (chain 03a38ffb1f45), from 2021-03-07 until 2022-12-31",
  "certificate authority https://fulcio.sigstore.dev (chain cf5f49145cc8), from 2022-04-13",
  "transparency log https://rekor.sigstore.dev (key c0d23d6ad406), from 2021-01-12",
  "transparency log https://log2025-1.rekor.sigstore.dev (key b54813cb63d8), from 2025-09-23",
  "certificate transparency log https://ctfe.sigstore.dev/test (key 086092f02852), from 2021-03-14 until 2022-10-31",
  "certificate transparency log https://ctfe.sigstore.dev/2022 (key dd3d306ac6c7), from 2022-10-20",
  "timestamp authority https://timestamp.sigstore.dev/api/v1/timestamp (chain ab0cf070e217), from 2025-07-04",
]
`);
  });

  it.each([[null], [{}], [{ tlogs: 'x' }], [[]]])('of %j there are none', (root) => {
    expect(authoritiesOf(root)).toEqual([]);
  });
});

describe('describeChanges', () => {
  it('tells nothing of the same root, in whatever order', () => {
    expect(describeChanges(read(), { ...read(), tlogs: read().tlogs.toReversed() })).toEqual([]);
  });

  it('tells what is new, gone, and valid for another time', () => {
    const after = read();
    const [first, second] = after.tlogs;
    if (first !== undefined) first.publicKey.validFor.end = '2026-10-31T23:59:59Z';
    if (second !== undefined) second.baseUrl = 'https://a.example/\u001b[31m';
    const before = { ...read(), tlogs: read().tlogs.slice(0, 1) };
    expect(describeChanges(before, { ...after, ctlogs: after.ctlogs.slice(1) })).toMatchInlineSnapshot(`
[
  "+ transparency log https://a.example/\\u001b[31m (key b54813cb63d8), from 2025-09-23",
  "- certificate transparency log https://ctfe.sigstore.dev/test (key 086092f02852), from 2021-03-14 until 2022-10-31",
  "~ transparency log https://rekor.sigstore.dev (key c0d23d6ad406), from 2021-01-12 until 2026-10-31; was from 2021-01-12",
]
`);
  });
});
