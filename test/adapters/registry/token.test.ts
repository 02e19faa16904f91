import { describe, expect, it } from '@jest/globals';
import { endpointOf } from '../../../adapters/registry/endpoint.ts';
import { readToken, realmUrl } from '../../../adapters/registry/token.ts';

describe('realmUrl', () => {
  const ask = (realm: string, service: string | null = null, host = 'docker.io') => {
    try {
      return realmUrl({ scheme: 'bearer', realm, service }, endpointOf(host, undefined, false), 'acme/app').href;
    } catch (error) {
      return (error as Error).message;
    }
  };
  const refused = (realm: string, host = 'docker.io') =>
    `${host} sends us to ${realm} for a token: name its host as the registry's realm in the policy to allow that`;

  it.each<[string, string | null, string]>([
    [
      'https://auth.docker.io/token',
      'registry.docker.io',
      'https://auth.docker.io/token?service=registry.docker.io&scope=repository%3Aacme%2Fapp%3Apull',
    ],
    ['https://auth.docker.io/token', null, 'https://auth.docker.io/token?scope=repository%3Aacme%2Fapp%3Apull'],
    [
      'https://auth.docker.io/token?scope=repository:acme/app:push&service=evil',
      'mine',
      'https://auth.docker.io/token?scope=repository%3Aacme%2Fapp%3Apull&service=mine',
    ],
    ['https://registry-1.docker.io/token', null, 'https://registry-1.docker.io/token?scope=repository%3Aacme%2Fapp%3Apull'],
    ['https://evil.auth.docker.io/token', null, refused('https://evil.auth.docker.io/token')],
    ['https://auth.docker.io.evil/token', null, refused('https://auth.docker.io.evil/token')],
    ['https://auth.docker.io:8443/token', null, refused('https://auth.docker.io:8443/token')],
    ['http://auth.docker.io/token', null, refused('http://auth.docker.io/token')],
    ['https://user@auth.docker.io/token', null, refused('https://user@auth.docker.io/token')],
    ['https://:pass@auth.docker.io/token', null, refused('https://:pass@auth.docker.io/token')],
    ['/token', null, refused('/token')],
    ['https://evil/\u001b[2J', null, refused('https://evil/\\u001b[2J')],
  ])('%s', (realm, service, expected) => {
    expect(ask(realm, service)).toBe(expected);
  });
});

describe('readToken', () => {
  const nowMs = 1000;
  const read = (body: unknown) => {
    try {
      return readToken(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)), 'auth.example', nowMs);
    } catch (error) {
      return (error as Error).message;
    }
  };
  const none = 'auth.example gave no token';

  it.each<[string, unknown, unknown]>([
    ['a token', { token: 'abc', expires_in: 300 }, { header: 'Bearer abc', untilMs: nowMs + 290_000 }],
    ['its other name', { access_token: 'abc', expires_in: 300 }, { header: 'Bearer abc', untilMs: nowMs + 290_000 }],
    ['both names', { token: 'a', access_token: 'b', expires_in: 300 }, { header: 'Bearer a', untilMs: nowMs + 290_000 }],
    ['no end', { token: 'abc' }, { header: 'Bearer abc', untilMs: nowMs + 50_000 }],
    ['an end that is no number', { token: 'abc', expires_in: '300' }, { header: 'Bearer abc', untilMs: nowMs + 50_000 }],
    ['an end of the past', { token: 'abc', expires_in: -1 }, { header: 'Bearer abc', untilMs: nowMs + 50_000 }],
    ['an end within the margin', { token: 'abc', expires_in: 5 }, { header: 'Bearer abc', untilMs: nowMs }],
    ['an end in a year', { token: 'abc', expires_in: 31_536_000 }, { header: 'Bearer abc', untilMs: nowMs + 3_590_000 }],
    ['a token of two lines', { token: 'a\r\nx-evil: 1' }, none],
    ['a token with a blank', { token: 'a b' }, none],
    ['an empty token', { token: '' }, none],
    ['no token', {}, none],
    ['an inherited token', '{"__proto__":{"token":"abc"}}', none],
    ['no JSON', '<html>', none],
  ])('%s', (_, body, expected) => {
    expect(read(body)).toEqual(expected);
  });
});
