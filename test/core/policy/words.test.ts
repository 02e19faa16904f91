import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { maxMessageBytes } from '../../../core/limits.ts';
import { decide } from '../../../core/policy/decide.ts';
import { clauseOf, groupByImage, joinLines, lineOf, plainName, workloadName } from '../../../core/policy/words.ts';
import { visit } from '../../../core/workload/visit.ts';
import { nowMs, podOf, policyOf } from './policies.ts';

const policy = policyOf({
  images: ['secureoci.com', 'ghcr.io/acme', 'a.io', 'b.io'],
  require: { digest: true, tags: { deny: ['latest'] } },
});
const linesOf = (object: object, names = true) => {
  const workloads = visit(object);
  const place = { cluster: null, namespace: 'default' };
  const { findings } = decide(policy, workloads, { place, nowMs });
  return groupByImage(findings).map((group) =>
    lineOf(group, { subject: workloadName(group[0]?.workload ?? (workloads[0] as never), place), names }),
  );
};

describe('lineOf', () => {
  it('says what policy.md shows', () => {
    expect(linesOf(podOf('nginx'))).toEqual([
      'Pod default/web: container "c0" (spec.containers[0].image): docker.io/library/nginx:latest is denied by registry-allowlist: no entry for docker.io; allowed here: secureoci.com, ghcr.io/acme (+2)',
    ]);
  });

  it('one line for each image, with all that is found of it', () => {
    expect(linesOf(podOf('a.io/x', 'a.io/X', 'a.io/x:1'))).toEqual([
      'Pod default/web: container "c0" (spec.containers[0].image): a.io/x:latest is denied by denied-tag: the tag latest is denied, and by digest-required: a digest is required for a.io',
      'Pod default/web: container "c1" (spec.containers[1].image): "a.io/X" is denied by malformed-image: the repository name must be lower case (at character 6)',
      'Pod default/web: container "c2" (spec.containers[2].image): a.io/x:1 is denied by digest-required: a digest is required for a.io',
    ]);
  });

  it('a container without a name, a volume, a Pod without containers, no object', () => {
    const spec = { containers: [{ image: 'nginx:1' }], volumes: [{ name: 'v', image: { reference: 5 } }] };
    expect(linesOf({ kind: 'Pod', apiVersion: 'v1', spec }).map((line) => line.replace(/; allowed here.*/, ''))).toEqual(
      [
        'Pod in default: container (spec.containers[0].image): docker.io/library/nginx:1 is denied by registry-allowlist: no entry for docker.io',
        'Pod in default: volume "v" (spec.volumes[0].image.reference) is denied by malformed-image: the reference is a number, expected a string',
      ].toReversed(),
    );
    expect(linesOf({ kind: 'Pod', apiVersion: 'v1', metadata: { name: 'x' }, spec: { containers: [] } })).toEqual([
      'Pod default/x: container (spec.containers) is denied by missing-image: the Pod spec has no containers',
    ]);
    expect(linesOf([] as object)).toEqual(['object in default: the object is denied by missing-image: there is no object to judge']);
  });

  it('hostile names and images, escaped', () => {
    const object = {
      kind: 'P\u202e',
      apiVersion: 'v1',
      metadata: { name: 'a\nb', namespace: 'x' },
      spec: { containers: [{ name: 'c"\x1b[2J', image: 'nginx\u2028' }] },
    };
    expect(linesOf(object)).toEqual([
      '"P\\u202e" default/"a\\u000ab": container "c\\"\\u001b[2J" (spec.containers[0].image): "nginx\\u2028" is denied by malformed-image: white space (U+2028) (at character 6)',
    ]);
  });

  it('without names, as ImageReview', () => {
    expect(linesOf(podOf('a.io/x:1'), false)).toEqual([
      'Pod default/web: spec.containers[0].image: a.io/x:1 is denied by digest-required: a digest is required for a.io',
    ]);
  });

  it('is printable ASCII for any object', () => {
    const text = fc.string({ unit: 'binary', maxLength: 12 });
    const object = fc.record({
      kind: text,
      apiVersion: fc.constant('x/v1'),
      metadata: fc.record({ name: text }),
      containers: fc.array(fc.record({ name: text, image: text })),
    });
    fc.assert(fc.property(object, (one) => linesOf(one).every((line) => /^[ -~]+$/.test(line))));
  });
});

describe('names', () => {
  it.each<[string, string]>([
    ['web-1.x', 'web-1.x'],
    ['web-*', 'web-*'],
    ['system:node', 'system:node'],
    ['', '""'],
    ['-a', '"-a"'],
    ['a b', '"a b"'],
    ['a'.repeat(254), `"${'a'.repeat(254)}"`],
  ])('%.12s', (name, expected) => {
    expect(plainName(name)).toBe(expected);
  });

  it.each<[string | null, string | null, string | null, string]>([
    ['Pod', 'web', 'default', 'Pod default/web'],
    ['Pod', 'web', null, 'Pod web'],
    ['Pod', null, null, 'Pod'],
    [null, 'web', 'default', 'object default/web'],
  ])('%s %s in %s', (kind, name, namespace, expected) => {
    const [workload] = visit({ kind: 'Pod', apiVersion: 'v1' });
    if (workload === undefined) throw new Error('no workload');
    expect(workloadName({ ...workload, kind, name }, { cluster: null, namespace })).toBe(expected);
  });

  it('no findings, no clause but the verb', () => {
    expect([lineOf([], { subject: 'Pod web', names: true }), clauseOf([])]).toEqual(['Pod web', 'would be denied by ']);
  });
});

/** Lines that are there already. */
const join = (lines: readonly string[]): string => joinLines(lines, (line) => line);

describe('joinLines', () => {
  it('keeps what fits', () => {
    expect(join([])).toBe('');
    expect(join(['a', 'b'])).toBe('a\nb');
    expect(join([`${'a'.repeat(maxMessageBytes - 2)}`, 'b'])).toHaveLength(maxMessageBytes);
  });

  it('whole lines, then how many more', () => {
    const lines = Array.from({ length: 100 }, (_, i) => `${i}`.padEnd(99, '.'));
    const kept = join(lines).split('\n');
    expect(kept.slice(0, -1)).toEqual(lines.slice(0, 40));
    expect(kept.at(-1)).toBe('and 60 more');
  });

  it('a first line that is too long is cut', () => {
    expect(join(['a'.repeat(5000)])).toMatch(/^a{4000,}\.\.\.$/);
    expect(join(['a'.repeat(5000), 'b'])).toMatch(/^a{4000,}\.\.\.\nand 1 more$/);
  });

  it('is at most 4 KiB for any lines', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5000), { maxLength: 60 }), (sizes) => {
        expect(join(sizes.map((size) => 'x'.repeat(size))).length).toBeLessThanOrEqual(maxMessageBytes);
      }),
    );
  });

  it('of findings that are as long as any: 4 KiB', () => {
    const long = 'x'.repeat(255);
    const images = Array.from({ length: 50 }, () => `evil.${'y'.repeat(50)}.io/${long}:${'t'.repeat(128)}`);
    expect(join(linesOf(podOf(...images))).length).toBeLessThanOrEqual(maxMessageBytes);
  });
});
