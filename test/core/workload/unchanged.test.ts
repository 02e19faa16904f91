import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { changedOnly } from '../../../core/workload/unchanged.ts';
import { visit } from '../../../core/workload/visit.ts';

const pod = (spec: object) => visit({ apiVersion: 'v1', kind: 'Pod', spec });
const custom = (body: object) => visit({ apiVersion: 'x.io/v1', kind: 'Job', ...body });

/** `a=nginx b=redis` is a list of two items; a leading `=` has no name. */
const items = (text: string) =>
  text.split(' ').map((item) => {
    const [name, image] = item.split('=');
    return { ...(name === '' ? {} : { name }), image };
  });
const remaining = (now: ReturnType<typeof visit>, old: ReturnType<typeof visit>) =>
  changedOnly(now, old).flatMap(({ images }) => images.map(({ path, image }) => `${path} ${image}`));

describe('changedOnly', () => {
  it.each<[string, string, string, string[]]>([
    ['the same', 'a=x b=y', 'a=x b=y', []],
    ['reordered', 'b=y a=x', 'a=x b=y', []],
    ['one more', 'a=x c=z b=y', 'a=x b=y', ['spec.containers[1].image z']],
    ['one less', 'a=x', 'a=x b=y', []],
    ['another image', 'a=z b=y', 'a=x b=y', ['spec.containers[0].image z']],
    ['renamed', 'c=x b=y', 'a=x b=y', ['spec.containers[0].image x']],
    ['images swapped', 'a=y b=x', 'a=x b=y', ['spec.containers[0].image y', 'spec.containers[1].image x']],
    ['twice now', 'a=x a=x', 'a=x', ['spec.containers[0].image x', 'spec.containers[1].image x']],
    ['twice before', 'a=x', 'a=x a=x', ['spec.containers[0].image x']],
    ['twice before, two images', 'a=y', 'a=x a=y', ['spec.containers[0].image y']],
    ['without a name', '=x', '=x', ['spec.containers[0].image x']],
    ['another spelling', 'a=x:latest', 'a=x', ['spec.containers[0].image x:latest']],
    ['a name like a position', '0=x', '=x', ['spec.containers[0].image x']],
    ['a name that closes the bracket', 'a].image=x', 'a=x', ['spec.containers[0].image x']],
  ])('%s', (_, now, old, expected) => {
    expect(remaining(pod({ containers: items(now) }), pod({ containers: items(old) }))).toEqual(expected);
  });

  it('judges an image that moves to another list', () => {
    const old = pod({ containers: items('a=x'), initContainers: items('b=y') });
    expect(remaining(pod({ containers: items('b=y'), initContainers: items('a=x') }), old)).toHaveLength(2);
    expect(remaining(pod({ containers: items('a=x'), ephemeralContainers: items('b=y') }), old)).toEqual([
      'spec.ephemeralContainers[0].image y',
    ]);
    expect(remaining(pod({ containers: items('a=x'), volumes: [{ name: 'a', image: { reference: 'x' } }] }), old)).toEqual([
      'spec.volumes[0].image.reference x',
    ]);
  });

  it('knows image volumes by name', () => {
    const volumes = [{ name: 'v', image: { reference: 'x' } }];
    const old = pod({ containers: items('a=x'), volumes });
    expect(remaining(pod({ containers: items('a=x'), volumes: [{ name: 'tmp' }, ...volumes] }), old)).toEqual([]);
    expect(remaining(pod({ containers: items('a=x'), volumes: [{ name: 'v' }, ...volumes] }), old)).toEqual([
      'spec.volumes[1].image.reference x',
    ]);
  });

  it('follows outer lists of custom resources by name, else by position', () => {
    const [a, b] = [{ containers: items('app=x') }, { containers: items('app=y') }];
    const named = [
      { name: 'a', ...a },
      { name: 'b', ...b },
    ];
    expect(remaining(custom({ pools: named.toReversed() }), custom({ pools: named }))).toEqual([]);
    expect(remaining(custom({ pools: [a, b] }), custom({ pools: [a, b] }))).toEqual([]);
    expect(remaining(custom({ pools: [b, a] }), custom({ pools: [a, b] }))).toHaveLength(2);
  });

  it('is not fooled by keys and names that spell another place', () => {
    const nested = custom({ a: { containers: items('n=x') } });
    expect(remaining(custom({ 'a.containers[name=n]': { containers: items('n=x') } }), nested)).toHaveLength(1);
    expect(remaining(custom({ 'a.containers': [{ name: 'n', containers: items('m=x') }] }), nested)).toHaveLength(1);
    const long = (last: string) => custom({ ['k'.repeat(2000) + last]: { containers: items('n=x') } });
    expect(remaining(long('b'), long('a'))).toHaveLength(1);
  });

  it('lets defects pass that the old object had, by place and kind of defect', () => {
    const left = (now: object, old: object) => changedOnly(pod(now), pod(old)).flatMap(({ defects }) => defects.map(({ path }) => path));
    const broken = { containers: [{ name: 'a' }, { name: 'b', image: 5 }] };
    expect(left(broken, broken)).toEqual([]);
    expect(left({ containers: broken.containers.toReversed() }, broken)).toEqual([]);
    expect(left({ containers: [{ name: 'b' }, { name: 'a', image: 5 }] }, broken)).toEqual([
      'spec.containers[0].image',
      'spec.containers[1].image',
    ]);
    expect(left({ containers: [{}] }, { containers: [{}] })).toEqual(['spec.containers[0].image']);
    expect(left({}, {})).toEqual([]);
    expect(left({}, { containers: items('a=x') })).toEqual(['spec.containers']);
    expect(left({ containers: 'x' }, { containers: 'x' })).toEqual(['spec.containers']);
  });

  it('always judges what was not looked at', () => {
    expect(changedOnly(visit(null), visit(null))[0]?.defects).toHaveLength(1);
    const deep = Array.from({ length: 70 }).reduce<object>((inner) => ({ a: inner }), {});
    expect(changedOnly(custom({ deep }), custom({ deep }))[0]?.defects).toHaveLength(1);
    const kind = { kind: { group: '', kind: 'Pod' } };
    const mismatch = visit({ apiVersion: 'v1', kind: 'ConfigMap' }, kind);
    expect(changedOnly(mismatch, mismatch)[0]?.defects).toHaveLength(1);
  });

  it('trusts no place that two documents share', () => {
    const one = pod({ containers: items('a=x') });
    expect(remaining([...one, ...one], one)).toHaveLength(2);
    expect(remaining(one, [...one, ...one])).toHaveLength(1);
  });

  it('leaves the rest of a workload as it is', () => {
    const now = pod({ containers: items('a=x') });
    expect(changedOnly(now, now)).toEqual([{ ...now[0], images: [], defects: [] }]);
    expect(changedOnly(now, [])).toEqual(now);
    expect(changedOnly([], now)).toEqual([]);
  });

  it('keeps exactly the tuples (list, name, image) that are new', () => {
    const item = fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), image: fc.constantFrom('x', 'y') });
    const list = fc.uniqueArray(item, { selector: ({ name }) => name, maxLength: 6 });
    const spec = fc.record({ containers: list, initContainers: list });
    fc.assert(
      fc.property(spec, spec, (now, old) => {
        const tuples = ({ containers, initContainers }: typeof now) =>
          [...containers.map((c) => ['containers', c] as const), ...initContainers.map((c) => ['initContainers', c] as const)].map(
            ([at, { name, image }]) => `${at} ${name} ${image}`,
          );
        const had = new Set(tuples(old));
        const left = changedOnly(pod(now), pod(old)).flatMap(({ images }) => images.map((u) => `${u.list} ${u.container} ${u.image}`));
        expect(left).toEqual(tuples(now).filter((tuple) => !had.has(tuple)));
      }),
    );
  });
});
