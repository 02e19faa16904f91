import { describe, expect, it } from '@jest/globals';
import { isRefusal, parseReference } from '../../../core/image/reference.ts';
import { loadPolicy } from '../../../core/policy/load.ts';
import { rewriteImage } from '../../../core/policy/rewrite.ts';

const load = (table: string) => loadPolicy({ allowlist: null, document: { name: 'p.yaml', text: `version: 1\nrewrite: ${table}` } });
const digest = `sha256:${'a'.repeat(64)}`;
const table =
  '[{from: docker.io/library, to: ecr.example/hub/library}, {from: docker.io, to: ecr.example/hub}, {from: "quay.io:443", to: ecr.example/quay}, {from: gcr.io/tools, to: mirror.example}]';

async function rewritten(image: string): Promise<string | null> {
  const loaded = await load(table);
  const reference = parseReference(image);
  if ('problems' in loaded || isRefusal(reference)) throw new Error(JSON.stringify([loaded, reference]));
  return rewriteImage(loaded.policy, reference);
}

describe('rewriteImage', () => {
  it.each([
    ['nginx', 'ecr.example/hub/library/nginx:latest'],
    ['nginx:1.27', 'ecr.example/hub/library/nginx:1.27'],
    [`nginx:1.27@${digest}`, `ecr.example/hub/library/nginx:1.27@${digest}`],
    [`nginx@${digest}`, `ecr.example/hub/library/nginx@${digest}`],
    ['acme/api:1', 'ecr.example/hub/acme/api:1'],
    ['librarything/x:1', 'ecr.example/hub/librarything/x:1'],
    ['quay.io:443/a/b:1', 'ecr.example/quay/a/b:1'],
    ['quay.io/a/b:1', null],
    ['ecr.example/hub/library/nginx:1', null],
    ['gcr.io/tools/x:1', 'mirror.example/x:1'],
    ['gcr.io/tools:1', null],
  ])('%s -> %s', async (image, expected) => {
    expect(await rewritten(image)).toBe(expected);
  });
});

describe('a table', () => {
  it.each([
    [
      '[{from: a.io, to: b.io}, {from: a.io, to: c.io}]',
      'p.yaml:2:42: rewrite[1].from: expected each `from` once, got a.io again; remove one',
    ],
    [
      '[{from: a.io, to: b.io/x}, {from: b.io, to: c.io}]',
      'p.yaml:2:28: rewrite[0].to: expected a `to` that no `from` meets, got b.io/x, which meets b.io; an image must not be rewritten twice',
    ],
    [
      '[{from: a.io, to: a.io/x}]',
      'p.yaml:2:28: rewrite[0].to: expected a `to` that no `from` meets, got a.io/x, which meets a.io; an image must not be rewritten twice',
    ],
    [
      '[{from: quay.io/acme, to: docker.io/acme}, {from: docker.io/acme/x, to: ghcr.io/y}]',
      'p.yaml:2:36: rewrite[0].to: expected a `to` that no `from` meets, got docker.io/acme, which meets docker.io/acme/x; an image must not be rewritten twice',
    ],
    [
      '[{from: "a.io/x:1", to: b.io}]',
      'p.yaml:2:18: rewrite[0].from: expected host[:port][/path] without tag, digest and wildcard, got "a.io/x:1"',
    ],
    ['[{from: "*.a.io", to: b.io}]', expect.stringContaining('without tag, digest and wildcard') as never],
  ])('%s', async (text, problem) => {
    expect(await load(text)).toEqual({ problems: [problem] });
  });
});
