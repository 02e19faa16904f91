import { describe, expect, it } from '@jest/globals';
import { parameterCredentials } from '../../../adapters/evidence/parameter-credentials.ts';

const names = new Map([['harbor.example', '/registry/harbor']]);
const others = async () => ({ kind: 'anonymous' }) as const;

describe('parameterCredentials', () => {
  it('reads a host once in five minutes, and nothing for others', async () => {
    let nowMs = 0;
    const read: string[] = [];
    const source = parameterCredentials(
      names,
      async (name) => (read.push(name) > 1 ? 'robot:new' : 'robot:pass:word'),
      { now: () => nowMs },
      others,
    );
    expect(await source('ghcr.io')).toEqual({ kind: 'anonymous' });
    expect(await source('harbor.example')).toEqual({ kind: 'basic', username: 'robot', password: 'pass:word' });
    nowMs = 299_999;
    expect(await source('harbor.example')).toMatchObject({ password: 'pass:word' });
    nowMs = 300_000;
    expect(await source('harbor.example')).toMatchObject({ password: 'new' });
    expect(read).toEqual(['/registry/harbor', '/registry/harbor']);
  });

  it.each<[string, string | null | Error, string]>([
    ['no such parameter', null, 'the credentials for harbor.example are not user:password'],
    ['no user name', ':secret', 'the credentials for harbor.example are not user:password'],
    ['a token alone', 'secret', 'the credentials for harbor.example are not user:password'],
    ['no answer', new Error('secret'), 'the credentials for harbor.example could not be read'],
  ])('%s: could not check, without the secret, and asked again', async (_, answer, message) => {
    let asked = 0;
    const read = async () => {
      asked++;
      if (answer instanceof Error) throw answer;
      return answer;
    };
    const source = parameterCredentials(names, read, { now: () => 0 }, others);
    const code = answer instanceof Error ? 'unreachable' : 'unauthorized';
    await expect(source('harbor.example')).rejects.toMatchObject({ code, message });
    await expect(source('harbor.example')).rejects.toThrow(message);
    expect(asked).toBe(2);
  });
});
