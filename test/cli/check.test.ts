import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type CheckOptions, checkCommand } from '../../cli/check.ts';
import { explainCommand } from '../../cli/explain.ts';
import { findPolicyFile } from '../../cli/policy-option.ts';
import { UsageError } from '../../cli/usage-error.ts';

jest.setTimeout(60_000);

const pod = (image: string) => `apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: a, image: "${image}"}]}\n`;
let folder = '';
const at = (...names: string[]) => join(folder, ...names);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'check-'));
  await mkdir(at('dir', 'sub'), { recursive: true });
  await mkdir(at('links'));
  await mkdir(at('nothing'));
  await writeFile(at('image-warden.yaml'), 'version: 1\nimages: [a.io]\nclusters: {lab: {mode: warn}}\n');
  await writeFile(at('good.yaml'), pod('a.io/x:1'));
  await writeFile(at('bad.yaml'), pod('nginx'));
  await writeFile(at('hostile.yaml'), pod('a\\u009b[2J'));
  await writeFile(at('broken.yaml'), 'a: "');
  await writeFile(at('empty.yaml'), '\n');
  await writeFile(at('values.yaml'), 'image: nginx\n');
  await writeFile(at('dir', 'b.yaml'), pod('a.io/x:1'));
  await writeFile(at('dir', 'a.json'), JSON.stringify({ kind: 'ImageReview', spec: { containers: [{ image: 'a.io/y:1' }] } }));
  await writeFile(at('dir', 'values.yml'), 'image: nginx\n');
  await writeFile(at('dir', 'notes.txt'), 'nothing');
  await writeFile(at('dir', 'sub', 'c.yaml'), pod('a.io/z:1'));
  await symlink(at('bad.yaml'), at('links', 'linked.yaml'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Exit code, standard output and standard error, the folder's name left out. */
async function check(names: readonly string[], options: Partial<CheckOptions> = {}) {
  const [out, err]: [string[], string[]] = [[], []];
  const tell = (to: string[]) => (line: string) =>
    void to.push(line.replaceAll(`${folder}/`, '').replace(/[0-9a-f]{12}(?=, image)/, 'HASH'));
  const terminal = { out: tell(out), err: tell(err), paint: (_: string, text: string) => text };
  const paths = names.map((name) => at(name));
  const code = await checkCommand(paths, { policy: at('image-warden.yaml'), format: 'text', ...options }, terminal);
  return { code, out, err };
}
const sum = (denied: number, warned: number, passed: number) =>
  `${denied} denied, ${warned} warned, ${passed} passed (policy HASH, image-warden.yaml)`;

describe('check', () => {
  it.each<[string, string[], number, string[], string[]]>([
    ['a good one', ['good.yaml'], 0, [sum(0, 0, 1)], []],
    [
      'a bad one',
      ['bad.yaml'],
      1,
      [
        'bad.yaml',
        '  4:38  denied  Pod web: container "a" (spec.containers[0].image): docker.io/library/nginx:latest is denied by registry-allowlist: no entry for docker.io; allowed here: a.io',
        '        fix: use an image from a registry that is allowed, or have an entry added that covers docker.io/library/nginx',
        '',
        sum(1, 0, 0),
      ],
      [],
    ],
    ['a directory', ['dir'], 0, [sum(0, 0, 3)], ['1 file without manifests skipped']],
    ['an empty directory', ['nothing'], 2, [sum(0, 0, 0)], ['nothing: no manifest found: expected objects with apiVersion and kind']],
    ['what is there no more', ['none.yaml'], 2, [sum(0, 0, 0)], ['none.yaml: there is no such file']],
    ['a broken one', ['good.yaml', 'broken.yaml'], 2, [sum(0, 0, 1)], ['broken.yaml:1:5: Missing closing "quote']],
    ['an empty one', ['empty.yaml'], 2, [sum(0, 0, 0)], ['empty.yaml: it is empty: expected a manifest or a review']],
    [
      'no manifest, but named',
      ['values.yaml'],
      2,
      [sum(0, 0, 0)],
      ['values.yaml: no object with apiVersion and kind in it: expected a manifest or a review'],
    ],
  ])('%s', async (_, names, code, out, err) => {
    expect(await check(names)).toEqual({ code, out, err });
  });

  it('2 beats 1', async () => {
    expect((await check(['bad.yaml', 'empty.yaml'])).code).toBe(2);
  });

  it('a manifest behind a link is judged', async () => {
    expect((await check(['links'])).code).toBe(1);
  });

  it('a link that leads nowhere is a problem', async () => {
    await symlink(at('gone.yaml'), at('nothing', 'x.yaml'));
    expect(await check(['nothing'])).toMatchObject({ code: 2, err: ['nothing/x.yaml: there is no such file'] });
    await rm(at('nothing', 'x.yaml'));
  });

  it('the place decides', async () => {
    expect((await check(['bad.yaml'], { cluster: 'lab' })).code).toBe(0);
    expect((await check(['bad.yaml'], { namespace: 'shop' })).out[1]).toMatch(/^ {2}4:38 {2}denied {2}Pod shop\/web: /);
  });

  it('quiet leaves out what was skipped, and no problem', async () => {
    expect((await check(['dir'], { quiet: true })).err).toEqual([]);
    expect((await check(['empty.yaml'], { quiet: true })).err).toHaveLength(1);
  });

  it('JSON is the report, in ASCII', async () => {
    const { code, out } = await check(['hostile.yaml'], { format: 'json' });
    expect([code, out.length, /^[\n -~]*$/.test(out[0] ?? '')]).toEqual([1, 1, true]);
    expect(JSON.parse(out[0] ?? '')).toMatchObject({
      allowed: false,
      summary: { denied: 1, warned: 0, passed: 0 },
      findings: [{ rule: 'malformed-image', file: 'hostile.yaml', line: 4, column: 38, image: 'a\x9b[2J' }],
      images: [{ image: 'a\x9b[2J', canonical: null, allowed: false, entry: null }],
    });
    expect(JSON.parse((await check(['good.yaml', 'broken.yaml'], { format: 'json' })).out[0] ?? '')).toMatchObject({
      allowed: false,
      findings: [],
    });
  });

  it('without a path, or with a policy that does not load: wrong usage', async () => {
    await expect(check([])).rejects.toThrow(new UsageError('nothing to check: expected files, directories, or - for standard input'));
    await expect(check(['good.yaml'], { policy: at('empty.yaml') })).rejects.toThrow(/empty\.yaml:1:1: the document is empty$/);
  });
});

describe('the policy', () => {
  it('is the nearest image-warden.yaml upward', () => {
    expect(findPolicyFile(undefined, at('dir', 'sub'))).toBe(at('image-warden.yaml'));
    expect(findPolicyFile('given.yaml', at('dir'))).toBe('given.yaml');
    expect(() => findPolicyFile(undefined, tmpdir())).toThrow(
      'no policy: expected image-warden.yaml here or in a folder above, or --policy FILE',
    );
  });
});

describe('explain', () => {
  const explain = async (image: string, format = 'text') => {
    const out: string[] = [];
    const code = await explainCommand(
      image,
      { policy: at('image-warden.yaml'), format },
      { out: (line) => void out.push(line), err: () => undefined, paint: (_, text) => text },
    );
    return { code, out };
  };

  it('allowed and denied', async () => {
    expect(await explain('a.io/x:1')).toEqual({
      code: 0,
      out: [
        'a.io/x:1: allowed',
        '',
        'tried, most specific first:',
        '    a.io/x:1  no entry',
        '    a.io/x    no entry',
        '  > a.io      allow',
        '',
        'decided by: a.io',
      ],
    });
    expect(await explain('a.oi/x:1')).toEqual({
      code: 1,
      out: [
        'a.oi/x:1: denied',
        '  a.oi/x:1 is denied by registry-allowlist: no entry for a.oi; allowed here: a.io',
        '',
        'tried, most specific first:',
        '    a.oi/x:1  no entry',
        '    a.oi/x    no entry',
        '    a.oi      no entry',
        '',
        'nearest entry: a.io',
        'fix: use an image from a registry that is allowed, or have an entry added that covers a.oi/x',
      ],
    });
    expect((await explain('\x1b[2J\u202e')).out[0]).toBe('"\\u001b[2J\\u202e": denied');
  });

  it('JSON, in ASCII', async () => {
    const { code, out } = await explain('\x9b', 'json');
    expect([code, /^[\n -~]*$/.test(out[0] ?? '')]).toEqual([1, true]);
    expect(JSON.parse(out[0] ?? '')).toMatchObject({
      policy: { source: at('image-warden.yaml') },
      image: '\x9b',
      canonical: null,
      allowed: false,
      ladder: [],
    });
  });
});

describe('node cli/main.ts', () => {
  const main = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
  async function run(args: readonly string[], input = '') {
    const child = spawn(process.execPath, [main, ...args], { cwd: folder, env: { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1' } });
    child.stdin.end(input);
    const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
    const [out, err] = await Promise.all([readAll(child.stdout), readAll(child.stderr)]);
    return { code: await closed, out: out.replace(/[0-9a-f]{12}(?=, )/, 'HASH').replaceAll(`${folder}/`, ''), err };
  }

  it.each<[string[], string, number, string, string]>([
    [['check', '-'], pod('a.io/x:1'), 0, `${sum(0, 0, 1)}\n`, ''],
    [['check', '-'], '', 2, `${sum(0, 0, 0)}\n`, '-: it is empty: expected a manifest or a review\n'],
    [['check'], '', 2, '', 'nothing to check: expected files, directories, or - for standard input\n'],
    [['check', '--policy', 'none.yaml', 'good.yaml'], '', 2, '', 'none.yaml: there is no such file\n'],
    [
      ['check', '--format', 'xml', 'good.yaml'],
      '',
      2,
      '',
      "error: option '--format <format>' argument 'xml' is invalid. Allowed choices are text, json.\n",
    ],
  ])('%j', async (args, input, code, out, err) => {
    expect(await run(args, input)).toEqual({ code, out, err });
  });

  it('explain', async () => {
    expect(await run(['explain', 'nginx'])).toMatchObject({ code: 1, err: '' });
  });
});
