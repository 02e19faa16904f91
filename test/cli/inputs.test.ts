import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listInputs } from '../../cli/inputs.ts';
import { readInput } from '../../cli/read-input.ts';

const folder = mkdtempSync(join(tmpdir(), 'inputs-'));
afterAll(() => rmSync(folder, { recursive: true }));

function put(name: string, text: string | Buffer = ''): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

beforeAll(() => {
  mkdirSync(join(folder, '.git'));
  put('.gitignore', '/build/\n*.gen.yaml\n!keep.gen.yaml\n# comment\ndocs/**/old[0-9].yaml\n');
  put('app/.imagewardenignore', 'skip\n/only-here.json\n');
  for (const name of ['a.yaml', 'b.yml', 'c.json', 'd.txt', 'Dockerfile', 'api.Dockerfile', 'build/x.yaml', 'x.gen.yaml', 'keep.gen.yaml'])
    put(name);
  for (const name of ['app/build/y.yaml', 'app/skip/z.yaml', 'app/only-here.json', 'app/in/only-here.json', 'node_modules/m/x.yaml'])
    put(name);
  for (const name of ['docs/old1.yaml', 'docs/a/b/old2.yaml', 'docs/oldx.yaml', '.hidden/x.yaml']) put(name);
  put('app/image', '# ours\nFROM nginx\n');
  put('app/LICENSE', 'FROM here on, all of it');
  symlinkSync(join(folder, 'a.yaml'), join(folder, 'link.yaml'));
});

async function list(...paths: string[]) {
  const problems: string[] = [];
  const inputs = await listInputs(
    paths.map((path) => (path === '-' ? path : join(folder, path))),
    (problem) => problems.push(problem.replaceAll(`${folder}/`, '')),
  );
  return { names: inputs.map(({ path, named }) => `${path.replace(`${folder}/`, '')}${named ? ' named' : ''}`), problems };
}

describe('listInputs', () => {
  it('a directory, without what its ignore files leave out', async () => {
    expect(await list('.')).toEqual({
      names: [
        'Dockerfile',
        'a.yaml',
        'api.Dockerfile',
        'app/build/y.yaml',
        'app/image',
        'app/in/only-here.json',
        'b.yml',
        'c.json',
        'docs/oldx.yaml',
        'keep.gen.yaml',
        'link.yaml',
      ],
      problems: [],
    });
  });

  it('ignore files above count up to the repository; a file that is named is never ignored', async () => {
    expect((await list('docs')).names).toEqual(['docs/oldx.yaml']);
    expect((await list('x.gen.yaml', '-', 'x.gen.yaml')).names).toEqual(['x.gen.yaml named', '- named']);
  });

  it('a glob that no shell expanded', async () => {
    expect((await list('*.y*ml')).names).toEqual(['a.yaml', 'b.yml', 'keep.gen.yaml', 'link.yaml', 'x.gen.yaml']);
    expect(await list('*.none', 'none.yaml')).toEqual({
      names: [],
      problems: ['*.none: no file matches', 'none.yaml: there is no such file'],
    });
  });
});

describe('readInput', () => {
  async function read(name: string, maxBytes?: number) {
    const problems: string[] = [];
    const text = await readInput(
      { path: join(folder, name), named: true },
      (problem) => problems.push(problem.replaceAll(`${folder}/`, '')),
      maxBytes === undefined ? undefined : { maxBytes, headBytes: maxBytes },
    );
    return [text, ...problems];
  }

  it('text, and one line on what is none', async () => {
    put('text', 'a: 1');
    put('binary', Buffer.from([1, 0, 2]));
    expect(await read('text')).toEqual(['a: 1']);
    expect(await read('binary')).toEqual([null, 'binary: it is binary, or in UTF-16: expected text in UTF-8']);
    expect(await read('text', 3)).toEqual([null, 'text: 4 bytes or more, expected at most 3']);
    expect(await read('none')).toEqual([null, 'none: there is no such file']);
    expect(await read('app')).toEqual([null, 'app: it is a directory, expected a file']);
  });
});
