import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { imageBudget, reviewBudget } from '../../../adapters/registry/budget.ts';
import { endpointOf } from '../../../adapters/registry/endpoint.ts';
import type { Answer, Ask } from '../../../adapters/registry/exchange.ts';
import { RegistryFailure } from '../../../adapters/registry/failure.ts';
import { fetcher } from '../../../adapters/registry/fetch.ts';

const repository = { endpoint: endpointOf('a.io', { private: true }, false), path: 'x' };
const budget = imageBudget(reviewBudget(10_000));
const text = '{"schemaVersion":2}';
const hashOf = (algorithm: string, body = text) => `${algorithm}:${createHash(algorithm).update(body).digest('hex')}`;
const answerOf = (status: number, body = text, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  header: (name) => headers[name] ?? null,
  body: Buffer.from(body),
});

function world(...answers: readonly Answer[]) {
  const asked: Ask[] = [];
  const rest = [...answers];
  const send = async (ask: Ask): Promise<Answer> => {
    asked.push(ask);
    const answer = rest.shift();
    if (answer === undefined) throw new Error('asked too often');
    return answer;
  };
  const fetch = fetcher(send, { current: async () => null, meet: async () => 'Bearer t' });
  return { fetch, asked };
}
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    (error: unknown) => (error instanceof RegistryFailure ? error.code : String(error)),
  );

describe('a manifest', () => {
  it.each<[string, string, Answer, string]>([
    ['by its digest', hashOf('sha256'), answerOf(200), 'ok'],
    ['by a longer digest', hashOf('sha512'), answerOf(200), 'ok'],
    ['by a digest of another algorithm', hashOf('md5'), answerOf(200), 'mismatch'],
    ['of another digest', hashOf('sha256', 'x'), answerOf(200), 'mismatch'],
    [
      'by its digest, whatever the header says',
      hashOf('sha256'),
      answerOf(200, text, { 'docker-content-digest': hashOf('sha256', 'x') }),
      'ok',
    ],
    ['by tag', 'v1', answerOf(200), 'ok'],
    ['by tag, of the digest that the header names', 'v1', answerOf(200, text, { 'docker-content-digest': hashOf('sha512') }), 'ok'],
    ['by tag, of another', 'v1', answerOf(200, text, { 'docker-content-digest': hashOf('sha256', 'x') }), 'mismatch'],
    ['by tag, of an algorithm that nobody knows', 'v1', answerOf(200, text, { 'docker-content-digest': 'md5:x' }), 'mismatch'],
    ['that is a list', 'v1', answerOf(200, '[]'), 'malformed'],
    ['that is no JSON', 'v1', answerOf(200, '{'), 'malformed'],
    ['that nobody may read', 'v1', answerOf(403), 'unauthorized'],
    ['of a registry that has had enough', 'v1', answerOf(429), 'throttled'],
    ['that is elsewhere', 'v1', answerOf(307), 'refused'],
    ['that cannot be served', 'v1', answerOf(416), 'malformed'],
    ['of a registry in trouble', 'v1', answerOf(500), 'failed'],
    ['of an odd registry', 'v1', answerOf(204), 'failed'],
  ])('%s', async (_, reference, answer, expected) => {
    expect(await codeOf(world(answer).fetch.manifest(repository, reference, budget))).toBe(expected);
  });

  it('is told by its digest, and is not there by 404 alone', async () => {
    expect(await world(answerOf(200)).fetch.manifest(repository, 'v1', budget)).toMatchObject({
      digest: hashOf('sha256'),
      json: { schemaVersion: 2 },
    });
    expect(await world(answerOf(404)).fetch.manifest(repository, 'v1', budget)).toBeNull();
  });

  it('is asked for a second time with a token, and no third time', async () => {
    const { fetch, asked } = world(answerOf(401), answerOf(401));
    expect(await codeOf(fetch.manifest(repository, 'v1', budget))).toBe('unauthorized');
    expect(asked.map(({ url, headers }) => [url.href, headers['authorization']])).toEqual([
      ['https://a.io/v2/x/manifests/v1', undefined],
      ['https://a.io/v2/x/manifests/v1', 'Bearer t'],
    ]);
  });
});

describe('referrers', () => {
  const index = { 'content-type': 'application/vnd.oci.image.index.v1+json' };
  const link = (value: string) => answerOf(200, text, { ...index, link: value });
  it.each<[string, Answer, unknown]>([
    ['of a registry that has them', answerOf(200, text, index), { json: { schemaVersion: 2 }, next: null }],
    [
      'with parameters of the type',
      answerOf(200, text, { 'content-type': `${index['content-type']}; charset=utf-8` }),
      { json: { schemaVersion: 2 }, next: null },
    ],
    ['of a registry that has none', answerOf(404), null],
    ['of one that takes no such method', answerOf(405), null],
    ['of one that takes the digest for a name', answerOf(400), null],
    ['of one that answers with a page', answerOf(200, '<html>', { 'content-type': 'text/html' }), null],
    ['of another type', answerOf(200, text, {}), null],
    ['further on', link('</v2/x/referrers/sha256:a?n=1&last=b>; rel="next"'), { json: { schemaVersion: 2 }, next: '?n=1&last=b' }],
    [
      'further on elsewhere: only the query counts',
      link('<https://evil.example/?last=b>; rel=next'),
      { json: { schemaVersion: 2 }, next: '?last=b' },
    ],
    ['further on without a query', link('</v2/x/referrers/other>; rel="next"'), { json: { schemaVersion: 2 }, next: null }],
    ['before', link('</v2/x?last=a>; rel="prev"'), { json: { schemaVersion: 2 }, next: null }],
  ])('%s', async (_, answer, expected) => {
    expect(await world(answer).fetch.referrers(repository, hashOf('sha256'), budget)).toEqual(expected);
  });

  it('that could not be had are not missing', async () => {
    for (const [status, code] of [
      [500, 'failed'],
      [403, 'unauthorized'],
      [429, 'throttled'],
    ] as const)
      expect(await codeOf(world(answerOf(status)).fetch.referrers(repository, hashOf('sha256'), budget))).toBe(code);
  });
});

describe('a blob', () => {
  const digest = hashOf('sha256', 'blob');
  const to = (location: string, status = 307) => answerOf(status, '', { location });
  const blob = (size: number, ...answers: readonly Answer[]) => codeOf(world(...answers).fetch.blob(repository, digest, size, budget));

  it.each<[string, number, Answer[], string]>([
    ['as it claims', 4, [answerOf(200, 'blob')], 'ok'],
    ['of another size', 5, [answerOf(200, 'blob')], 'mismatch'],
    ['of another digest', 4, [answerOf(200, 'blub')], 'mismatch'],
    ['of more than 8 MiB', 8 * 1024 * 1024 + 1, [], 'too-large'],
    ['that is not there', 4, [answerOf(404)], 'malformed'],
    ['behind two redirects', 4, [to('https://b.io/1'), to('/2'), answerOf(200, 'blob')], 'ok'],
    ['behind three redirects', 4, [to('https://b.io/1'), to('/2'), to('/3'), answerOf(200, 'blob')], 'refused'],
    ['behind plain HTTP', 4, [to('http://b.io/1')], 'refused'],
    ['behind a user', 4, [to('https://u@b.io/1')], 'refused'],
    ['behind a password', 4, [to('https://:p@b.io/1')], 'refused'],
    ['in a store that refuses us', 4, [to('https://b.io/1'), answerOf(403)], 'unauthorized'],
    ['in a store that knows no such request', 4, [to('https://b.io/1'), answerOf(400)], 'failed'],
    ['of a registry that knows no such request', 4, [answerOf(400)], 'malformed'],
  ])('%s', async (_, size, answers, expected) => {
    expect(await blob(size, ...answers)).toBe(expected);
  });

  it('is fetched from a store without a word of who we are, from public addresses only, relative to the last place', async () => {
    const { fetch, asked } = world(to('https://b.io/1'), to('2?sig=x'), answerOf(200, 'blob'));
    await fetch.blob(repository, digest, 4, budget);
    expect(asked.map(({ url, reach, headers, maxBytes }) => [url.href, reach, Object.keys(headers), maxBytes])).toEqual([
      [`https://a.io/v2/x/blobs/${digest}`, 'private', ['accept'], 4],
      ['https://b.io/1', 'public', [], 4],
      ['https://b.io/2?sig=x', 'public', [], 4],
    ]);
  });
});
