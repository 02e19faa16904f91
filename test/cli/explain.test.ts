import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { explainCommand } from '../../cli/explain.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'explain-'));
  await writeFile(join(folder, 'policy.yaml'), 'version: 1\nimages: [a.io]\n');
  await writeFile(
    join(folder, 'pod.yaml'),
    'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: a, image: a.io/x}, {name: b}, {name: c, image: b.io/x}]}\n',
  );
});
afterAll(() => rm(folder, { recursive: true }));

async function explained(what: string, container?: string) {
  const out: string[] = [];
  const terminal = {
    out: (line: string) => void out.push(line),
    err: () => undefined,
    paint: (_: string, text: string) => text,
    width: null,
  };
  const options = { policy: join(folder, 'policy.yaml'), format: 'text', ...(container === undefined ? {} : { container }) };
  return { code: await explainCommand(what, options, terminal), out };
}

describe('explain a manifest', () => {
  it('tells every image, and what is no image where one belongs', async () => {
    const { code, out } = await explained(join(folder, 'pod.yaml'));
    expect(code).toBe(1);
    expect(out.filter((line) => /^(Pod|a\.io|b\.io)/.test(line))).toEqual([
      'Pod web: container "a" (spec.containers[0].image)',
      'a.io/x:latest: allowed',
      'Pod web: container "c" (spec.containers[2].image)',
      'b.io/x:latest: denied',
      'Pod web: container "b" (spec.containers[1].image) is denied by missing-image: the container has no image',
    ]);
  });

  it.each([
    ['a', 0],
    ['b', 1],
    ['c', 1],
  ])('container %s alone: exit %i', async (container, code) => {
    expect((await explained(join(folder, 'pod.yaml'), container)).code).toBe(code);
  });

  it('refuses a container that is not there, and a file that is not there', async () => {
    await expect(explained(join(folder, 'pod.yaml'), 'd')).rejects.toThrow('no container "d" with an image in it');
    await expect(explained(join(folder, 'nothing.yaml'))).rejects.toThrow('there is no such file');
  });
});
