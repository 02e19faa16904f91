import { describe, expect, it } from '@jest/globals';
import { imageBudget, reviewBudget } from '../../../adapters/registry/budget.ts';
import { collect } from '../../../adapters/registry/collect.ts';
import { endpointOf } from '../../../adapters/registry/endpoint.ts';
import { RegistryFailure } from '../../../adapters/registry/failure.ts';
import type { Fetcher } from '../../../adapters/registry/fetch.ts';

const digest = `sha256:${'ab'.repeat(32)}`;
const tag = digest.replace(':', '-');
const digestOf = (i: number) => `sha256:${String(i).padStart(64, '0')}`;
const layer = (i: number, more: object = {}) => ({ mediaType: 'application/cose', digest: digestOf(i), size: 1, ...more });
const layers = (count: number, from = 0) => Array.from({ length: count }, (_, i) => layer(from + i));

type Answer = object | Error | null;

/** Manifests by reference, one page of referrers, and blobs of one byte; what is not there is a 404. */
async function collected(manifests: Readonly<Record<string, Answer>>, referrers: readonly unknown[] | Error | null = null, of = digest) {
  const asked: string[] = [];
  const give = <T extends object>(answer: Answer | undefined, made: (found: object) => T): T | null => {
    if (answer instanceof Error) throw answer;
    return answer == null ? null : made(answer);
  };
  const fetch: Fetcher = {
    manifest: async (_, reference) => {
      asked.push(reference);
      return give(manifests[reference], (json) => ({ digest: reference, bytes: Buffer.alloc(0), json: json as Record<string, unknown> }));
    },
    referrers: async (_, query) =>
      give(referrers instanceof Error || referrers === null ? referrers : { manifests: referrers }, (json) => ({
        json,
        next: asked.push(query) > 100 ? '?' : null,
      })),
    blob: async () => Buffer.of(1),
  };
  const budget = imageBudget(reviewBudget(10_000));
  const { artifacts, wrong, unknown } = await collect(fetch, { endpoint: endpointOf('a.io', undefined, false), path: 'x' }, of, budget);
  return { artifacts: artifacts.length, wrong, unknown, asked };
}
const about = (count: number, from = 0) => ({ subject: { digest }, layers: layers(count, from) });

describe('collect', () => {
  it('asks for both tags of cosign, the index by tag and the referrers', async () => {
    const { asked, ...nothing } = await collected({});
    expect(nothing).toEqual({ artifacts: 0, wrong: [], unknown: [] });
    expect(asked).toEqual([`${tag}.sig`, `${tag}.att`, tag]);
    const long = `sha512:${'ab'.repeat(64)}`;
    expect((await collected({}, null, long)).asked).toEqual([long.replace(':', '-').slice(0, 71)]);
  });

  it('reads thirty-two artifacts of all that there are', async () => {
    const many = 'more than 32 signatures and attestations, of which 32 were read';
    const referrer = [{ digest: digestOf(900) }];
    const of = async (own: number, referred: number) => {
      const { artifacts, wrong } = await collected(
        { [`${tag}.sig`]: { layers: layers(own) }, [digestOf(900)]: about(referred, 100) },
        referrer,
      );
      return [artifacts, wrong];
    };
    expect(await of(20, 12)).toEqual([32, []]);
    expect(await of(20, 20)).toEqual([32, [many]]);
    expect(await of(33, 1)).toEqual([32, [many]]);
  });

  it.each<[string, readonly unknown[]]>([
    ['a path', [{ digest: 'sha256:../../../etc/passwd' }]],
    ['a query', [{ digest: `${digestOf(1)}?x` }]],
    ['a tag', [{ digest: 'latest' }]],
    ['no text', [{ digest: 7 }, null, 'x']],
  ])('asks for no referrer whose digest is %s', async (_, referrers) => {
    expect((await collected({}, referrers)).asked.filter((one) => !one.startsWith(tag))).toEqual([digest]);
  });

  it('asks for each referrer once, the likely ones first', async () => {
    const referrers = [
      { digest: digestOf(1), artifactType: 'application/x' },
      { digest: digestOf(2) },
      { digest: digestOf(3), artifactType: 'application/vnd.cncf.notary.signature' },
      { digest: digestOf(1) },
    ];
    const { asked } = await collected({ [tag]: { manifests: [{ digest: digestOf(2) }] } }, referrers);
    expect(asked.slice(-3)).toEqual([3, 2, 1].map(digestOf));
  });

  it('takes no referrer that is of another image', async () => {
    const other = { ...about(1), subject: { digest: digestOf(5) } };
    for (const manifest of [other, { layers: layers(1) }])
      expect(await collected({ [digestOf(1)]: manifest }, [{ digest: digestOf(1) }])).toMatchObject({
        artifacts: 0,
        wrong: ['a referrer is of another image'],
      });
  });

  it.each([-1, 0.5, Number.NaN, 1e300, '1', null])('takes no layer of %p bytes', async (size) => {
    const manifest = { layers: [layer(1, { size }), layer(2)] };
    expect(await collected({ [`${tag}.sig`]: manifest })).toMatchObject({ artifacts: 1, wrong: ['a manifest with a malformed layer'] });
  });

  it('tells what is wrong from what could not be had, each once', async () => {
    const down = new RegistryFailure('unreachable', 'down');
    const lie = new RegistryFailure('mismatch', 'a manifest is not of its digest');
    expect(await collected({ [`${tag}.sig`]: lie, [`${tag}.att`]: down, [tag]: down }, down)).toMatchObject({
      artifacts: 0,
      wrong: ['a manifest is not of its digest'],
      unknown: ['down'],
    });
  });

  it('does not take a defect of ours for a failure of the registry', async () => {
    await expect(collected({ [`${tag}.sig`]: new TypeError('oops') })).rejects.toThrow('oops');
  });
});
