import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TrustUpdateOptions, trustUpdateCommand } from '../../cli/trust.ts';
import { filesOf, rootOf, type Serving, serveRepository } from '../adapters/evidence/tuf-repository.ts';

const content = readFileSync(new URL('../../core/signature/public-good.json', import.meta.url), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'trust-command-'));
const env = { XDG_CACHE_HOME: join(folder, 'cache') };
const [output, root] = [join(folder, 'new/trusted_root.json'), join(folder, 'root.json')];
let serving: Serving;

beforeAll(async () => {
  writeFileSync(root, rootOf());
  serving = await serveRepository();
});
afterAll(() => {
  serving.close();
  rmSync(folder, { recursive: true });
});

async function run(options: TrustUpdateOptions) {
  const [out, err]: string[][] = [[], []];
  const code = await trustUpdateCommand(options, { out: (line) => out?.push(line), err: (line) => err?.push(line) }, env);
  const plain = (lines: readonly string[] = []) =>
    lines.map((line) => line.replaceAll(serving.url.slice(7), 'HOST').replaceAll(folder, ''));
  return { code, out: plain(out), err: plain(err) };
}

describe('trust update', () => {
  it('writes the root of a repository of one’s own, and tells what has changed', async () => {
    serving.files = filesOf({ content });
    const first = await run({ mirror: serving.url, root, output });
    expect(first).toMatchObject({ code: 0, err: ['asking HOST for its trust root'] });
    expect([first.out.length, first.out[0]]).toEqual([8, '/new/trusted_root.json: 7 authorities, 7 changed']);
    expect(readFileSync(output, 'utf8')).toBe(content);
    const again = await run({ mirror: serving.url, root, output });
    expect(again).toMatchObject({ code: 0, out: ['/new/trusted_root.json: 7 authorities, nothing has changed'] });
    expect(readdirSync(join(folder, 'new'))).toEqual(['trusted_root.json']);
  });

  it('leaves everything as it is when nobody vouches for what came', async () => {
    serving.files = filesOf({ content });
    const { code, out, err } = await run({ mirror: serving.url });
    expect({ code, out }).toEqual({ code: 1, out: [] });
    expect(err).toEqual([
      'asking HOST for its trust root',
      expect.stringMatching(/^nothing was written: the repository at HOST does not hold: .*timestamp was signed by 0\/\d keys$/),
      'what was learned from earlier refreshes is in /cache/image-warden/tuf, and may be removed',
    ]);
    expect(existsSync(join(env.XDG_CACHE_HOME, 'image-warden/trusted_root.json'))).toBe(false);
  });

  it('tells that nobody answers', async () => {
    const { code, err } = await run({ mirror: 'http://127.0.0.1:1' });
    expect(code).toBe(1);
    expect(err[1]).toMatch(/^nothing was written: 127\.0\.0\.1:1 did not answer: /);
  });

  it.each<[string, TrustUpdateOptions, RegExp]>([
    ['no URL', { mirror: 'x' }, /^--mirror: expected an https URL without user, query and fragment, got "x"$/],
    ['plain HTTP', { mirror: 'http://a.example' }, /^--mirror: expected an https URL/],
    ['a user', { mirror: 'https://u:p@a.example' }, /^--mirror: expected an https URL/],
    ['a query', { mirror: 'https://a.example/?x' }, /^--mirror: expected an https URL/],
    ['another scheme', { mirror: 'file:///etc' }, /^--mirror: expected an https URL/],
    ['a root without a mirror', { root, output }, /^--root: a repository of one's own needs --mirror and --output$/],
    ['a root without an output', { root, mirror: 'https://a.example' }, /^--root: /],
    ['a root that is not there', { root: `${root}x`, output, mirror: 'https://a.example' }, /root\.jsonx: there is no such file$/],
  ])('refuses %s', async (_, options, message) => {
    await expect(run(options)).rejects.toMatchObject({ name: 'UsageError', message: expect.stringMatching(message) });
  });

  it('refuses an output that cannot be written, and leaves nothing behind', async () => {
    serving.files = filesOf({ content });
    const taken = join(folder, 'taken');
    mkdirSync(join(taken, 'x'), { recursive: true });
    await expect(run({ mirror: serving.url, root, output: taken })).rejects.toMatchObject({ name: 'UsageError' });
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});
