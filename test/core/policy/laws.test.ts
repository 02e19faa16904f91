import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isRefusal, parseReference } from '../../../core/image/reference.ts';
import { decide, type Occasion } from '../../../core/policy/decide.ts';
import type { EntryDocument } from '../../../core/policy/definition.ts';
import type { Policy } from '../../../core/policy/policy.ts';
import { lineOf, workloadName } from '../../../core/policy/words.ts';
import { decodeAdmissionReview } from '../../../core/review/admission-review.ts';
import { isRejection } from '../../../core/review/http.ts';
import { visit } from '../../../core/workload/visit.ts';
import { imageTexts } from '../image/reference.arbitrary.ts';
import { closeness, decidingEntry } from './oracle.ts';
import { compileTest, nowhere, nowMs, podOf, policyOf, referenceOf } from './policies.ts';
import { entryLists, images, isSound, places } from './policy.arbitrary.ts';

const here: Occasion = { place: nowhere, nowMs };
const verdictOf = (policy: Policy, object: unknown, occasion = here) => decide(policy, visit(object), occasion);
const isAllowed = (policy: Policy, object: unknown, occasion = here) => verdictOf(policy, object, occasion).allowed;

describe('1. soundness', () => {
  /** Scopes cut out of some image, so that others come near them. */
  const scopesOf = (text: string): string[] => {
    const image = parseReference(text);
    if (isRefusal(image)) return ['docker.io/library/a'];
    const { host, path, tag, digest } = image;
    const name = `${host}/${path}`;
    return [
      host,
      `${host}/${path.split('/')[0]}`,
      name,
      ...(tag === null ? [] : [`${name}:${tag}`]),
      ...(digest === null ? [] : [`${name}@${digest}`]),
    ];
  };
  const near = fc
    .tuple(
      imageTexts,
      fc.nat(),
      fc.constantFrom('', '/', ':', '.', '-', 'x', '@', ' ', '\n', '.evil.io', '.evil.io/x', ':5000', '\u212a', 'A', '/x'),
    )
    .chain(([text, at, put]) => {
      const cut = at % (text.length + 1);
      return fc.record({
        text: fc.constant(text),
        image: fc.constantFrom(text, text.slice(0, cut) + put + text.slice(cut), text + put, `evil/${text}`),
      });
    });

  it('allowed: printable, and a scope says the same host and path, byte for byte, at a component boundary', () => {
    let allowed = 0;
    fc.assert(
      fc.property(near, fc.nat(), ({ text, image }, pick) => {
        const scopes = scopesOf(text);
        const scope = scopes[pick % scopes.length] ?? '';
        if (!isAllowed(policyOf({ images: [scope] }), podOf(image))) return;
        allowed++;
        expect(image).toMatch(/^[!-~]+$/);
        const { host, path, tag, digest } = referenceOf(image);
        expect(closeness(scope, { host, path, tag, digest })).not.toBeNull();
        const url = new URL(`https://${host}`);
        const [, port = ''] = /:(\d+)$/.exec(host.replace(/^\[.*\]/, '')) ?? [];
        expect([url.hostname, url.port]).toEqual([port === '' ? host : host.slice(0, -port.length - 1), port === '443' ? '' : port]);
      }),
      { numRuns: 2000 },
    );
    expect(allowed).toBeGreaterThan(100);
  });
});

describe('2. monotonicity', () => {
  const pods = fc.array(images, { minLength: 1, maxLength: 3 });
  const judged = (list: readonly EntryDocument[], pod: readonly string[], occasion: Occasion) =>
    isAllowed(policyOf({ images: list }), podOf(...pod), occasion);

  it('one more container, one more deny, one more requirement never allow what was denied', () => {
    fc.assert(
      fc.property(entryLists, pods, images, places, fc.nat(), (list, pod, image, place, pick) => {
        const occasion = { place, nowMs };
        if (judged(list, pod, occasion)) return;
        expect(judged(list, [...pod, image], occasion)).toBe(false);
        const { host, path } = referenceOf(image);
        const scope = [host, `${host}/${path}`, image.replace(/(:\w+)@.*/, '$1')][pick % 3] ?? host;
        expect(judged([...list, { deny: scope }], pod, occasion)).toBe(false);
        for (const [index, entry] of list.entries()) {
          if (entry.allow === undefined) continue;
          const stricter = list.with(index, {
            ...entry,
            require: { digest: true, tags: { deny: ['latest', ...(entry.require?.tags?.deny ?? [])] } },
          });
          // It may be refused at load, as an end that hands over to something weaker.
          if (isSound({ images: stricter })) expect(judged(stricter, pod, occasion)).toBe(false);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('one allow less allows what was denied only where a wider allow covers it', () => {
    let opened = 0;
    fc.assert(
      fc.property(entryLists, images, places, (others, image, place) => {
        const { host, path } = referenceOf(image);
        const list: EntryDocument[] = [{ allow: host }, { allow: `${host}/${path}`, require: { digest: true } }];
        for (const entry of others) if (isSound({ images: [...list, entry] })) list.push(entry);
        const gone = decidingEntry(list, referenceOf(image), place, nowMs);
        const rest = list.filter((entry) => entry !== gone);
        if (gone?.allow === undefined || !isSound({ images: rest })) return;
        const occasion = { place, nowMs };
        if (judged(list, [image], occasion) || !judged(rest, [image], occasion)) return;
        opened++;
        const heir = decidingEntry(rest, referenceOf(image), place, nowMs);
        expect(heir?.allow).toBeDefined();
        expect(closeness(heir?.allow ?? '', referenceOf(image))).toBeLessThan(closeness(gone.allow, referenceOf(image)) ?? 0);
      }),
      { numRuns: 300 },
    );
    expect(opened).toBeGreaterThan(10);
  });
});

const policy = policyOf({ images: ['good.io', { deny: 'good.io/bad' }], require: { tags: { deny: ['latest'] } } });
const container = fc.record({
  name: fc.string({ maxLength: 5 }),
  image: fc.constantFrom('good.io/x:1', 'good.io/bad:1', 'good.io/x', 'evil.io/x:1', 'nginx', 'good.io/X'),
});
const podSpecs = fc.record(
  {
    containers: fc.array(container, { minLength: 1, maxLength: 3 }),
    initContainers: fc.array(container, { maxLength: 2 }),
    ephemeralContainers: fc.array(container, { maxLength: 2 }),
  },
  { requiredKeys: ['containers'] },
);

describe('3. embedding', () => {
  const metadata = { name: 'web', namespace: 'default' };
  const template = (spec: object) => ({ metadata: { labels: { app: 'web' } }, spec });
  const holders: readonly ((spec: object) => object)[] = [
    (spec) => ({ apiVersion: 'v1', kind: 'PodTemplate', metadata, template: template(spec) }),
    (spec) => ({ apiVersion: 'v1', kind: 'ReplicationController', metadata, spec: { template: template(spec) } }),
    ...['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet'].map((kind) => (spec: object) => ({
      apiVersion: 'apps/v1',
      kind,
      metadata,
      spec: { template: template(spec) },
    })),
    (spec) => ({ apiVersion: 'batch/v1', kind: 'Job', metadata, spec: { template: template(spec) } }),
    (spec) => ({ apiVersion: 'batch/v1', kind: 'CronJob', metadata, spec: { jobTemplate: { spec: { template: template(spec) } } } }),
    (spec) => ({ apiVersion: 'v1', kind: 'List', items: [{ apiVersion: 'v1', kind: 'Pod', metadata, spec }] }),
    (spec) => ({ apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', metadata, spec: { template: template(spec) } }),
  ];
  const essence = (object: object) => {
    const { allowed, findings } = verdictOf(policy, object);
    return {
      allowed,
      findings: findings
        .map(({ rule, list, container: name, detail, severity }) => JSON.stringify([rule, list, name, detail, severity]))
        .sort(),
    };
  };

  it('a Pod spec gets one verdict wherever it stands', () => {
    fc.assert(
      fc.property(podSpecs, (spec) => {
        const expected = essence({ apiVersion: 'v1', kind: 'Pod', metadata, spec });
        for (const holder of holders) expect(essence(holder(spec))).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  it('order of keys and unknown keys do not matter', () => {
    fc.assert(
      fc.property(podSpecs, fc.dictionary(fc.string({ maxLength: 4 }), fc.jsonValue(), { maxKeys: 3 }), (spec, noise) => {
        const pod = (inner: object) => ({ apiVersion: 'v1', kind: 'Pod', metadata, spec: inner });
        const reversed = Object.fromEntries(Object.entries(spec).reverse());
        expect(essence(pod({ ...noise, ...reversed }))).toEqual(essence(pod(spec)));
      }),
      { numRuns: 200 },
    );
  });
});

describe('5. one bad image', () => {
  const bad = fc.constantFrom(
    'evil.io/x:1',
    'nginx',
    'good.io/bad:1',
    'good.io/x',
    'good.io:5000/x:1',
    'good.io/x:1 ',
    '\u202e',
    'good.io',
  );
  const lists = fc.constantFrom('containers', 'initContainers', 'ephemeralContainers', 'volumes');

  it('at a random place in a random Pod is denied, and the message names the place', () => {
    fc.assert(
      fc.property(bad, lists, fc.array(fc.nat(3), { minLength: 4, maxLength: 4 }), fc.nat(), (image, list, sizes, at) => {
        const good = (i: number) => ({ name: `c${i}`, image: 'good.io/x:1' });
        const volume = (reference: string) => ({ name: 'v', image: { reference } });
        const spec: Record<string, unknown[]> = {
          containers: Array.from({ length: 1 + (sizes[0] ?? 0) }, (_, i) => good(i)),
          initContainers: Array.from({ length: sizes[1] ?? 0 }, (_, i) => good(i)),
          ephemeralContainers: Array.from({ length: sizes[2] ?? 0 }, (_, i) => good(i)),
          volumes: Array.from({ length: sizes[3] ?? 0 }, () => volume('good.io/x:1')),
        };
        const items = spec[list] ?? [];
        const index = at % (items.length + 1);
        items.splice(index, 0, list === 'volumes' ? volume(image) : { name: 'it', image });
        const [workload] = visit({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec });
        if (workload === undefined) throw new Error('no workload');
        const { allowed, findings } = decide(policy, [workload], here);
        const path = `spec.${list}[${index}].image${list === 'volumes' ? '.reference' : ''}`;
        const name = list === 'volumes' ? 'volume "v"' : 'container "it"';
        expect([allowed, findings.length]).toEqual([false, 1]);
        const line = lineOf(findings, { subject: workloadName(workload, nowhere), names: true });
        expect(line.startsWith(`Pod web: ${name} (${path}): `)).toBe(true);
        expect(line).toMatch(/^[ -~]+$/);
      }),
      { numRuns: 500 },
    );
  });
});

describe('6. UPDATE', () => {
  const update = (oldSpec: object, spec: object) => {
    const object = (inner: object) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: inner });
    const request = {
      operation: 'UPDATE',
      kind: { group: '', version: 'v1', kind: 'Pod' },
      object: object(spec),
      oldObject: object(oldSpec),
    };
    const review = decodeAdmissionReview({ kind: 'AdmissionReview', request }, null);
    if (isRejection(review)) throw new Error(review.message);
    return decide(policy, review.workloads, here).allowed;
  };
  type Spec = { readonly [list: string]: readonly { readonly name: string; readonly image: string }[] };
  const tuples = (spec: Spec) => Object.entries(spec).flatMap(([list, items]) => items.map(({ name, image }) => ({ list, name, image })));
  const isUnique = (spec: Spec, list: string, name: string) => (spec[list] ?? []).filter((one) => one.name === name).length === 1;

  it('is allowed exactly when every image that the old object lacks is allowed', () => {
    let [passed, stopped] = [0, 0];
    const near = fc
      .tuple(podSpecs, podSpecs, fc.boolean(), container)
      .map(([old, other, same, added]) => ({ old, now: same ? { ...old, containers: [...old.containers, added] } : other }));
    fc.assert(
      fc.property(near, ({ old, now }) => {
        const [before, after] = [old as Spec, now as Spec];
        const isOld = ({ list, name, image }: { list: string; name: string; image: string }) =>
          name !== '' &&
          isUnique(before, list, name) &&
          isUnique(after, list, name) &&
          (before[list] ?? []).some((one) => one.name === name && one.image === image);
        const expected = tuples(after).every((tuple) => isOld(tuple) || tuple.image === 'good.io/x:1');
        expect(update(old, now)).toBe(expected);
        if (expected) passed++;
        else stopped++;
      }),
      { numRuns: 1000 },
    );
    expect(Math.min(passed, stopped)).toBeGreaterThan(20);
  });
});

describe('a policy that does not load', () => {
  it('is never compiled: problems, or a policy, for random entries', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.jsonValue(), fc.record({ allow: fc.jsonValue() }))), (list) => {
        const compiled = compileTest({ images: list as EntryDocument[] });
        expect(Array.isArray(compiled) ? compiled.length > 0 : compiled.hash.length === 64).toBe(true);
      }),
    );
  });
});
