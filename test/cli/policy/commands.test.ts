import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { diffCommand } from '../../../cli/policy/diff.ts';
import { lintCommand } from '../../../cli/policy/lint.ts';
import { testCommand } from '../../../cli/policy/test.ts';
import type { Terminal } from '../../../cli/terminal.ts';

let folder = '';
const at = (name: string) => join(folder, name);
const pod = (image: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}\nspec: {containers: [{name: a, image: "${image}"}]}\n`;
const files: Readonly<Record<string, string>> = {
  'old.yaml':
    'version: 1\nimages: [a.io, b.io]\ncases:\n  - {image: a.io/x, expect: allow}\n  - {image: c.io/x, cluster: prod, namespace: shop, expect: deny}\n',
  'new.yaml': 'version: 1\nimages: [a.io, {deny: b.io, reason: closed}]\ncases:\n  - {image: a.io/x, expect: deny}\n',
  'signed.yaml': `version: 1\nimages: [{allow: a.io, require: {vulnerabilities: {max: high}}}]\ncases: [{image: "a.io/x@sha256:${'a'.repeat(64)}", expect: allow}]\n`,
  'none.yaml': 'version: 1\nimages: [a.io]\n',
  'wide.yaml': 'version: 1\nimages: [docker.io]\n',
  'cases.yaml': '- {image: b.io/x, expect: allow}\n',
  'more.yaml': 'cases: [{image: b.io/y, expect: allow}]\n',
  'bad-cases.yaml': '- {image: b.io/x, expect: maybe}\n',
  'images.txt': 'a.io/x\n\nb.io/x\n',
  'pod.yaml': pod('b.io/x'),
  'broken.yaml': 'a: "',
  'log.jsonl':
    'START\n{"type":"decision","cluster":"prod","namespace":"shop","object":"Pod shop/web","images":["b.io/x"],"imageCount":1}\n',
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'policy-commands-'));
  for (const [name, text] of Object.entries(files)) await writeFile(at(name), text);
});
afterAll(() => rm(folder, { recursive: true }));

/** Exit code, standard output and standard error, the folder's name left out. */
async function run(command: (terminal: Terminal) => Promise<number>) {
  const [out, err]: [string[], string[]] = [[], []];
  const tell = (to: string[]) => (line: string) => void to.push(line.replaceAll(`${folder}/`, ''));
  const code = await command({ out: tell(out), err: tell(err), paint: (_, text) => text, width: null });
  return { code, out, err };
}
const test = (policy: string, cases: readonly string[] = [], format = 'text') =>
  run((terminal) => testCommand(cases.map(at), { policy: at(policy), format }, terminal));
const lint = (policy: string, log?: string) =>
  run((terminal) => lintCommand({ policy: at(policy), format: 'text', ...(log === undefined ? {} : { log: at(log) }) }, terminal));
const diff = (options: object, format = 'text') =>
  run((terminal) => diffCommand(at('old.yaml'), at('new.yaml'), { format, ...options }, terminal));

describe('policy test', () => {
  it('runs the cases of the document and of files', async () => {
    expect(await test('old.yaml', ['cases.yaml', 'more.yaml'])).toEqual({
      code: 0,
      out: [
        'ok      allow "a.io/x"',
        'ok      deny "c.io/x" in prod/shop',
        'ok      allow "b.io/x"',
        'ok      allow "b.io/y"',
        '4 passed, 0 failed',
      ],
      err: [],
    });
  });

  it('tells that evidence was taken for granted', async () => {
    expect((await test('signed.yaml')).err).toEqual(['evidence was taken for granted: image-warden verify IMAGE asks for it']);
  });

  it('tells what fails and why, and which entries no case is decided by', async () => {
    expect(await test('new.yaml', ['cases.yaml'])).toEqual({
      code: 1,
      out: [
        'FAILED  deny "a.io/x"',
        '        got allow: decided by a.io',
        'FAILED  allow "b.io/x"',
        '        got deny: b.io/x:latest is denied by denied-image: the entry b.io denies it: closed',
        '0 passed, 2 failed',
      ],
      err: [],
    });
    expect((await test('old.yaml')).err).toEqual(['no case is decided by b.io']);
  });

  it('in JSON', async () => {
    const { out } = await test('old.yaml', [], 'json');
    expect(JSON.parse(out.join('\n'))).toMatchObject({ passed: true, results: [{ passed: true }, { passed: true }], untested: ['b.io'] });
  });

  it.each([
    ['none.yaml', [], 'no cases: add `cases` to the policy, or name a file with a list of them'],
    ['old.yaml', ['bad-cases.yaml'], 'bad-cases.yaml:1:27: [0].expect: expected allow or deny, got "maybe"'],
    ['old.yaml', ['missing.yaml'], 'missing.yaml: there is no such file'],
  ])('%s %j is refused', async (policy, cases, message) => {
    await expect(test(policy, cases)).rejects.toThrow(message);
  });
});

describe('policy lint', () => {
  it('names the place of each remark', async () => {
    expect(await lint('wide.yaml')).toEqual({
      code: 1,
      out: [
        'wide.yaml:2:10: too-wide: docker.io is too wide: everybody may push there; name an organisation, such as docker.io/library',
        '1 remark',
      ],
      err: [],
    });
    expect(await lint('none.yaml')).toEqual({ code: 0, out: ['nothing to remark'], err: [] });
  });

  it('names what decided nothing that was recorded, and what no case is decided by', async () => {
    expect((await lint('old.yaml', 'log.jsonl')).out).toEqual([
      'old.yaml:2:10: unused: a.io decided none of 1 recorded decisions',
      'old.yaml:2:16: untested: no case is decided by b.io',
      '2 remarks',
    ]);
  });
});

describe('policy diff', () => {
  const denied = '  b.io/x:latest is denied by denied-image: the entry b.io denies it: closed';
  it.each<[string, object, string[]]>([
    ['images', { images: 'images.txt' }, ['would newly deny 1 workload', '', 'would newly deny: b.io/x', denied]],
    ['manifests', { manifests: ['pod.yaml'] }, ['would newly deny 1 workload', '', 'would newly deny: Pod shop/web', denied]],
    [
      'the decision log',
      { log: 'log.jsonl' },
      ['would newly deny 1 workload in 1 cluster', '', 'would newly deny: prod: Pod shop/web', denied],
    ],
  ])('on %s', async (_, options, out) => {
    const placed = Object.fromEntries(
      Object.entries(options).map(([key, value]) => [key, Array.isArray(value) ? value.map(at) : at(String(value))]),
    );
    expect(await diff(placed)).toEqual({ code: 1, out, err: [] });
  });

  it('on the cases of both, when nothing is named', async () => {
    expect(await diff({})).toEqual({
      code: 0,
      out: ['no verdict changes (2 workloads compared)'],
      err: ['compared on the cases of both policies; --log, --manifests and --images say more'],
    });
  });

  it('in JSON', async () => {
    const { out } = await diff({ images: at('images.txt') }, 'json');
    expect(JSON.parse(out.join('\n'))).toMatchObject({
      summary: ['would newly deny 1 workload'],
      samples: 2,
      counts: [{ kind: 'newly-denied', workloads: 1 }],
    });
  });

  it('refuses a manifest that it cannot read', async () => {
    await expect(diff({ manifests: [at('broken.yaml')] })).rejects.toThrow(/broken\.yaml:1:\d+: /);
    await expect(diff({ log: at('nothing.jsonl') })).rejects.toThrow('nothing.jsonl: there is no such file');
  });
});
