import { hash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { formatReference, isRefusal, parseReference } from '../../../core/image/reference.ts';
import { ask, engineOf, policyOf, requestOf, stateOf } from './engine.ts';
import { judged } from './recorded.cases.ts';
import { type Recorded, recorded } from './recorded.ts';

const token = 'recorded-token-recorded-token-rec';
const clusters = new Map([['tenant-a', [hash('sha256', token, 'buffer')]]]);
const actions = { validate: 'admission', mutate: 'mutation', 'image-review': 'image-policy' } as const;

/** The URL that a cluster would have registered with us in place of the recorded one, and its open twin. */
function pathsOf({ url }: Recorded): { guarded: string; open: string; timeout: string | null } {
  const [path = '', query] = url.split('?');
  const action = actions[path.split('/')[1] as keyof typeof actions];
  const open = action === 'image-policy' ? '/image_policy' : '/admission';
  return { guarded: `/v1/clusters/tenant-a/${token}/${action}`, open, timeout: new URLSearchParams(query).get('timeout') };
}

function canonical(text: string): string {
  const reference = parseReference(text);
  return isRefusal(reference) ? text : formatReference(reference);
}

interface Seen {
  readonly status: number;
  readonly allowed: boolean;
  readonly message: string;
  readonly code: number | null;
}

async function send(document: string | null, path: string, one: Recorded): Promise<Seen> {
  const policy = document === null ? null : await policyOf(document);
  const engine = engineOf(stateOf(policy, { clusters }));
  const { answer, body } = await ask(engine, requestOf(path, one.bytes, { timeout: pathsOf(one).timeout }));
  expect(engine.records).toHaveLength(1);
  if (one.uid === null) {
    expect(body).toMatchObject({ apiVersion: one.apiVersion, kind: 'ImageReview', metadata: {}, spec: {} });
    const { allowed, reason = '' } = (body as { status: { allowed: boolean; reason?: string } }).status;
    return { status: answer.status, allowed, message: reason, code: null };
  }
  expect(body).toMatchObject({ apiVersion: one.apiVersion, kind: 'AdmissionReview', response: { uid: one.uid } });
  const { response } = body as { response: { allowed: boolean; status?: { code: number; message: string } } };
  return { status: answer.status, allowed: response.allowed, message: response.status?.message ?? '', code: response.status?.code ?? null };
}

/** What the message says is denied, as `path image` with the image in full. */
function named(message: string): string[] {
  return message.split('\n').flatMap((line) => {
    const match = /(?:\((\S+)\)|^ImageReview \S+ (\S+)): (\S+) is denied by/.exec(line);
    return match === null ? [] : [`${match[1] ?? match[2]} ${match[3]}`];
  });
}

const everything = 'version: 1\nimages: [registry.example, docker.io]';
const nothing = 'version: 1\nimages: [other.example]';
const some = 'version: 1\nimages: [registry.example, docker.io, {deny: registry.example/deny}]';
const full = (list: readonly string[]) => list.map((line) => line.replace(/ (.*)$/, (_, image: string) => ` ${canonical(image)}`));

describe.each(recorded)('$name', (one) => {
  const { guarded, open } = pathsOf(one);
  const images = judged[one.name] ?? ['a row is missing'];
  const isNew = images.length > 0;

  it('passes where everything is allowed', async () => {
    const expected = { status: 200, allowed: true, message: '', code: null };
    for (const path of [guarded, open]) expect(await send(everything, path, one)).toEqual(expected);
  });

  it('is denied where nothing is allowed, every new image named with its place', async () => {
    for (const path of [guarded, open]) {
      const { message, ...seen } = await send(nothing, path, one);
      expect(seen).toEqual({ status: 200, allowed: !isNew, code: isNew && one.uid !== null ? 403 : null });
      expect(named(message)).toEqual(full(images));
    }
  });

  it('is denied for what is denied, and for nothing else', async () => {
    const denied = images.filter((line) => line.includes('/deny/'));
    const { allowed, message } = await send(some, guarded, one);
    expect([allowed, named(message)]).toEqual([denied.length === 0, full(denied)]);
  });

  it('is allowed where its namespace is exempt or the cluster only warns', async () => {
    expect(await send(`${nothing}\nexemptNamespaces: [default]`, guarded, one)).toMatchObject({ status: 200, allowed: true });
    const warning = `${nothing}\nclusters: {tenant-a: {mode: warn}}`;
    expect(await send(warning, guarded, one)).toMatchObject({ status: 200, allowed: true });
    expect(await send(warning, open, one)).toMatchObject({ status: 200, allowed: !isNew });
  });

  it('is denied by denyAll, and with 503 without a policy', async () => {
    expect(await send('version: 1\ndenyAll: true\nimages: [registry.example, docker.io]', guarded, one)).toMatchObject({ allowed: !isNew });
    expect(await send(null, guarded, one)).toMatchObject({ status: 200, allowed: false, code: one.uid === null ? null : 503 });
  });
});

describe('the recordings', () => {
  it('have each a row, and each row a recording', () => {
    expect(recorded.map(({ name }) => name).sort()).toEqual(Object.keys(judged).sort());
  });
});
