import { describe, expect, it } from '@jest/globals';
import type { DigestResolver } from '../../../core/ports.ts';
import { ask, engineOf, policyOf, requestOf, stateOf } from './engine.ts';

const hex = 'a'.repeat(64);
const digest = `sha256:${hex}`;
const cluster = 'prod';
const token = 'x'.repeat(32);
const path = `/v1/clusters/${cluster}/${token}/mutation`;

/** Knows every image but those that begin with `unknown`; remembers what it was asked. */
function registry(asked: string[] = []): DigestResolver {
  return {
    resolve: async ({ host, path: repository, tag }) => {
      asked.push(`${host}/${repository}:${tag}`);
      return repository.startsWith('unknown') ? { problem: 'the registry answered 503' } : { digest };
    },
  };
}

interface Answered {
  readonly allowed: boolean;
  readonly message?: string | undefined;
  readonly warnings?: readonly string[] | undefined;
  readonly patch?: unknown;
  readonly patchType?: string | undefined;
}

async function mutated(
  document: string,
  object: object,
  digests: DigestResolver | null = registry(),
  request: object = {},
): Promise<Answered> {
  const engine = engineOf(stateOf(await policyOf(`version: 1\n${document}`), { clusters: null }), {
    evidence: digests === null ? null : { session: async () => ({ ...digests, prove: async () => [] }) },
  });
  const { body } = await ask(
    engine,
    requestOf(path, { kind: 'AdmissionReview', request: { uid: 'u', operation: 'CREATE', object, ...request } }),
  );
  const { response } = body as {
    response: { allowed: boolean; status?: { message: string }; warnings?: string[]; patch?: string; patchType?: string };
  };
  const patch = response.patch === undefined ? undefined : (JSON.parse(Buffer.from(response.patch, 'base64').toString()) as unknown);
  return {
    allowed: response.allowed,
    message: response.status?.message,
    warnings: response.warnings,
    patch,
    patchType: response.patchType,
  };
}

const pod = (...images: string[]) => ({
  kind: 'Pod',
  apiVersion: 'v1',
  metadata: { name: 'web' },
  spec: { containers: images.map((image, i) => ({ name: `c${i}`, image })) },
});
const replace = (i: number, value: string) => ({ op: 'replace', path: `/spec/containers/${i}/image`, value });
const none = { allowed: true, message: undefined, warnings: undefined, patch: undefined, patchType: undefined };
const patched = (...operations: object[]) => ({ ...none, patch: operations, patchType: 'JSONPatch' });

describe('pinning', () => {
  it('puts the digest behind the tag, and leaves what has one', async () => {
    const answer = await mutated('images: [ghcr.io/acme]', pod('ghcr.io/acme/a:1', 'ghcr.io/acme/b', `ghcr.io/acme/c@${digest}`));
    expect(answer).toEqual(patched(replace(0, `ghcr.io/acme/a:1@${digest}`), replace(1, `ghcr.io/acme/b:latest@${digest}`)));
  });

  it('fulfils a required digest', async () => {
    expect(await mutated('images: [ghcr.io/acme]\nrequire: {digest: true}', pod('ghcr.io/acme/a:1'))).toEqual(
      patched(replace(0, `ghcr.io/acme/a:1@${digest}`)),
    );
  });

  it('says what could not be pinned; a required digest is then a denial', async () => {
    const object = pod('ghcr.io/unknown/a:1');
    expect(await mutated('images: [ghcr.io]', object)).toEqual({
      ...none,
      warnings: ['ghcr.io/unknown/a:1 was not pinned: the registry answered 503'],
    });
    expect(await mutated('images: [ghcr.io]\nrequire: {digest: true}', object)).toMatchObject({ allowed: false, patch: undefined });
  });

  it('asks once for an image that stands twice, and never for one that the allowlist does not admit', async () => {
    const asked: string[] = [];
    await mutated(
      'images: [ghcr.io/acme]\nmode: audit',
      pod('ghcr.io/acme/a:1', 'ghcr.io/acme/a:1', 'evil.example/x:1', 'NGINX'),
      registry(asked),
    );
    expect(asked).toEqual(['ghcr.io/acme/a:1']);
  });

  it('leaves what only a tag entry admits: by its digest it would be denied', async () => {
    expect(await mutated('images: ["ghcr.io/acme/a:1", ghcr.io/other]', pod('ghcr.io/acme/a:1', 'ghcr.io/other/b:1'))).toEqual(
      patched(replace(1, `ghcr.io/other/b:1@${digest}`)),
    );
  });

  it('judges the digest that it patches', async () => {
    const answer = await mutated(`images: [ghcr.io/acme, {deny: "ghcr.io/acme/a@${digest}"}]`, pod('ghcr.io/acme/a:1'));
    expect(answer).toMatchObject({ allowed: false, patch: undefined });
    expect(answer.message).toContain(`the entry ghcr.io/acme/a@${digest} denies it`);
  });

  it('is not asked for without a resolver', async () => {
    expect(await mutated('images: [ghcr.io/acme]', pod('ghcr.io/acme/a:1'), null)).toEqual(none);
  });
});

describe('rewriting', () => {
  const document = 'images: [ecr.example/hub]\nrewrite: [{from: docker.io/library, to: ecr.example/hub/library}]';

  it('writes, judges and pins what was rewritten', async () => {
    expect(await mutated(document, pod('nginx:1.27'), null)).toEqual(patched(replace(0, 'ecr.example/hub/library/nginx:1.27')));
    expect(await mutated(document, pod('nginx:1.27'))).toEqual(patched(replace(0, `ecr.example/hub/library/nginx:1.27@${digest}`)));
  });

  it('never writes a host alone, which would be an image of Docker Hub', async () => {
    const table = 'images: [docker.io/library, mirror.example]\nrewrite: [{from: docker.io/library/nginx, to: mirror.example}]';
    expect(await mutated(table, pod('nginx:1.27'), null)).toEqual(none);
  });

  it('is idempotent', async () => {
    expect(await mutated(document, pod(`ecr.example/hub/library/nginx:1.27@${digest}`))).toEqual(none);
  });

  it('gives a denied Pod its denial and no patch', async () => {
    const answer = await mutated(document, pod('nginx:1.27', 'quay.io/x'), null);
    expect(answer).toMatchObject({ allowed: false, patch: undefined, patchType: undefined });
    expect(answer.message).toContain('quay.io/x:latest is denied by registry-allowlist');
    expect(answer.message).not.toContain('nginx');
  });

  it('names the exact path of init containers, ephemeral containers and image volumes', async () => {
    const spec = {
      containers: [{ name: 'a', image: 'ecr.example/hub/a:1' }],
      initContainers: [{ name: 'b', image: 'nginx:1' }],
      volumes: [
        { name: 'tmp', emptyDir: {} },
        { name: 'm', image: { reference: 'redis:7' } },
      ],
    };
    expect((await mutated(document, { kind: 'Pod', apiVersion: 'v1', spec }, null)).patch).toEqual([
      { op: 'replace', path: '/spec/initContainers/0/image', value: 'ecr.example/hub/library/nginx:1' },
      { op: 'replace', path: '/spec/volumes/1/image/reference', value: 'ecr.example/hub/library/redis:7' },
    ]);
  });

  it('changes Pods only: a controller is judged as it is', async () => {
    const template = { spec: { containers: [{ name: 'a', image: 'nginx:1' }] } };
    expect(await mutated(document, { kind: 'Deployment', apiVersion: 'apps/v1', spec: { template } }, null)).toMatchObject({
      allowed: false,
    });
  });

  it('on UPDATE only what is new', async () => {
    const old = pod('nginx:1.27', 'ecr.example/hub/a:1');
    const answer = await mutated(document, pod('nginx:1.27', 'redis:7'), null, { operation: 'UPDATE', oldObject: old });
    expect(answer).toEqual(patched(replace(1, 'ecr.example/hub/library/redis:7')));
  });

  it('nothing in an exempt namespace', async () => {
    expect(await mutated(`${document}\nexemptNamespaces: [kube-system]`, pod('nginx:1'), null, { namespace: 'kube-system' })).toEqual(none);
  });
});
