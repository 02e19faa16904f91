import { describe, expect, it } from '@jest/globals';
import { authorization } from '../../../adapters/registry/authorization.ts';
import { imageBudget, reviewBudget } from '../../../adapters/registry/budget.ts';
import { anonymous, type CredentialSource, type Credentials } from '../../../adapters/registry/credentials.ts';
import { endpointOf } from '../../../adapters/registry/endpoint.ts';
import type { Answer, Ask } from '../../../adapters/registry/exchange.ts';
import { RegistryFailure } from '../../../adapters/registry/failure.ts';

const one = endpointOf('one.example', undefined, false);
const two = endpointOf('two.example', undefined, false);
const basic: Credentials = { kind: 'basic', username: 'robot', password: 's3cret' };
const basicHeader = `Basic ${Buffer.from('robot:s3cret').toString('base64')}`;
const answerOf = (status: number, body: unknown, challenge: string | null = null): Answer => ({
  status,
  header: (name) => (name === 'www-authenticate' ? challenge : null),
  body: Buffer.from(JSON.stringify(body)),
});
const bearer = (host: string) => answerOf(401, {}, `Bearer realm="https://${host}/token"`);
const askBasic = answerOf(401, {}, 'Basic realm="x"');

/** Tokens are numbered; `script` answers before the authority does. */
function world(credentials: CredentialSource = async () => anonymous) {
  const asked: Ask[] = [];
  const script: Answer[] = [];
  let nowMs = 0;
  const send = async (ask: Ask): Promise<Answer> => {
    asked.push(ask);
    await new Promise(setImmediate);
    return script.shift() ?? answerOf(200, { token: `t${asked.length}`, expires_in: 300 });
  };
  const { current, meet } = authorization(send, credentials, { now: () => nowMs });
  const budget = imageBudget(reviewBudget(10_000));
  return {
    asked,
    script,
    wait: (ms: number) => {
      nowMs += ms;
    },
    current: (path = 'a', endpoint = one) => current(endpoint, path, budget),
    meet: (used: string | null = null, path = 'a', endpoint = one, answer = bearer(endpoint.host)) =>
      meet(endpoint, path, { answer, used }, budget),
  };
}

describe('authorization', () => {
  it('knows nothing before the first challenge', async () => {
    const { current, asked } = world();
    expect([await current(), asked]).toEqual([null, []]);
  });

  it('uses a token until shortly before its end, for its own repository and host', async () => {
    const { current, meet, wait, asked } = world();
    expect(await meet()).toBe('Bearer t1');
    wait(289_999);
    expect(await current()).toBe('Bearer t1');
    expect(await current('b')).toBe('Bearer t2');
    expect(await current('a', two)).toBeNull();
    wait(1);
    expect(await current()).toBe('Bearer t3');
    expect(asked.map(({ url }) => url.searchParams.get('scope'))).toEqual(['a', 'b', 'a'].map((path) => `repository:${path}:pull`));
  });

  it('asks once for all requests that are refused together, and again for a token that is refused itself', async () => {
    const { meet, asked } = world();
    expect(await Promise.all([meet(), meet(), meet()])).toEqual(Array(3).fill('Bearer t1'));
    expect(await meet(null)).toBe('Bearer t1');
    expect(await Promise.all([meet('Bearer t1'), meet('Bearer t1')])).toEqual(Array(2).fill('Bearer t2'));
    expect(asked).toHaveLength(2);
  });

  it('asks once for all requests that need the next token', async () => {
    const { current, meet, wait, asked } = world();
    await meet();
    wait(600_000);
    expect(await Promise.all([current(), current(), current()])).toEqual(Array(3).fill('Bearer t2'));
    expect(asked).toHaveLength(2);
  });

  it('goes without a token where the one that was asked for at once is not given: the repository may be public', async () => {
    const { current, meet, script } = world();
    await meet();
    script.push(answerOf(403, {}));
    expect(await current('b')).toBeNull();
    expect(await current('b')).toBe('Bearer t3');
  });

  it('keeps a thousand tokens and hosts, and forgets all when there are more', async () => {
    const { current, meet, asked } = world();
    await Promise.all(Array.from({ length: 1000 }, (_, i) => meet(null, `p${i}`)));
    await current('p0');
    expect(asked).toHaveLength(1000);
    await meet(null, 'p1000');
    await current('p0');
    expect(asked).toHaveLength(1002);
    const hosts = Array.from({ length: 1000 }, (_, i) => endpointOf(`h${i}.example`, undefined, false));
    await Promise.all(hosts.map((host) => meet(null, 'a', host)));
    expect(await current('other')).toBeNull();
  });

  it('forgets what was refused', async () => {
    const { meet, script } = world();
    script.push(answerOf(500, {}));
    await expect(meet()).rejects.toMatchObject({ code: 'unauthorized', message: 'one.example gave no token (HTTP 500)' });
    expect(await meet()).toBe('Bearer t2');
  });

  it('shows credentials to the authority only', async () => {
    const { meet, asked } = world(async () => basic);
    await meet();
    expect(asked).toMatchObject([
      { url: { host: 'one.example', pathname: '/token' }, headers: { authorization: basicHeader }, reach: 'public' },
    ]);
    const nobody = world();
    await nobody.meet();
    expect(nobody.asked[0]?.headers).toEqual({});
  });

  it('answers a basic challenge with credentials, for an hour', async () => {
    const { current, meet, wait, asked } = world(async () => basic);
    expect(await meet(null, 'a', one, askBasic)).toBe(basicHeader);
    wait(3_599_999);
    expect([await current(), asked]).toEqual([basicHeader, []]);
  });

  it.each<[string, CredentialSource, Answer, string]>([
    ['without credentials', async () => anonymous, askBasic, 'one.example asks for a user name and password, and there are none'],
    ['without a challenge', async () => basic, answerOf(401, {}), 'one.example refuses, and does not say how to authenticate'],
    [
      'whose credentials fail',
      () => Promise.reject(new Error('arn:secret')),
      bearer('one.example'),
      'the credentials for one.example could not be had',
    ],
    [
      'whose credentials fail and say why',
      () => Promise.reject(new RegistryFailure('unreachable', 'ECR did not answer')),
      bearer('one.example'),
      'ECR did not answer',
    ],
    [
      'that sends us elsewhere',
      async () => basic,
      bearer('evil.example'),
      "one.example sends us to https://evil.example/token for a token: name its host as the registry's realm in the policy to allow that",
    ],
  ])('cannot meet a host %s', async (_, credentials, answer, message) => {
    const { meet, asked } = world(credentials);
    await expect(meet(null, 'a', one, answer)).rejects.toMatchObject({ name: 'RegistryFailure', message });
    expect(asked).toEqual([]);
  });
});
