import { describe, expect, it } from '@jest/globals';
import { diffPolicies } from '../../../core/diff/diff.ts';
import { countsOf, markdownDiff, summaryOf, textDiff } from '../../../core/diff/report.ts';
import { type Sample, sampleOfImage, sampleOfRecord } from '../../../core/diff/sample.ts';
import { loadedOf } from '../policy/loaded.ts';
import { ask, engineOf, requestOf, stateOf } from '../review/engine.ts';

const before = (await loadedOf('images: [a.io, b.io, {allow: c.io, mode: warn, require: {digest: true}}]')).policy;
const after = (await loadedOf('images: [a.io, {deny: b.io, reason: closed}, c.io, d.io]')).policy;
const diff = (samples: readonly Sample[]) => diffPolicies(before, after, samples, 0);

const samples = [
  sampleOfImage('a.io/x', 'prod', 'web'),
  sampleOfImage('b.io/x', 'prod', 'web'),
  sampleOfImage('b.io/x', 'prod', 'web'),
  sampleOfImage('b.io/y', 'dev', null),
  sampleOfImage('c.io/x', 'prod', 'web'),
  sampleOfImage('d.io/x', 'prod', 'web'),
  sampleOfImage('e.io/x', 'prod', 'web'),
];

describe('diffPolicies', () => {
  it('tells which verdicts change, equal samples as one', () => {
    expect(diff(samples)).toEqual({
      samples: 6,
      partial: 0,
      changes: [
        change('newly-denied', 'prod', 'web', 'b.io/x', 2, 'b.io/x:latest is denied by denied-image: the entry b.io denies it: closed'),
        change('newly-denied', 'dev', null, 'b.io/y', 1, 'b.io/y:latest is denied by denied-image: the entry b.io denies it: closed'),
        change(
          'no-longer-warned',
          'prod',
          'web',
          'c.io/x',
          1,
          'c.io/x:latest would be denied by digest-required: a digest is required for c.io',
        ),
        change(
          'newly-allowed',
          'prod',
          'web',
          'd.io/x',
          1,
          'd.io/x:latest is denied by registry-allowlist: no entry for d.io; allowed here: a.io, b.io (+1)',
        ),
      ],
    });
  });

  it('counts by cluster and namespace', () => {
    expect(countsOf(diff(samples))).toEqual([
      { kind: 'newly-denied', cluster: 'prod', namespace: 'web', workloads: 1 },
      { kind: 'newly-denied', cluster: 'dev', namespace: null, workloads: 1 },
      { kind: 'no-longer-warned', cluster: 'prod', namespace: 'web', workloads: 1 },
      { kind: 'newly-allowed', cluster: 'prod', namespace: 'web', workloads: 1 },
    ]);
    expect(summaryOf(diff(samples))).toEqual([
      'would newly deny 2 workloads in 2 clusters',
      'would newly allow 1 workload in 1 cluster',
      'would no longer warn of 1 workload in 1 cluster',
    ]);
    expect(summaryOf(diff(samples.slice(0, 1)))).toEqual(['no verdict changes (1 workload compared)']);
  });

  it('tells what is asked of evidence, which verdicts take for granted', async () => {
    const verifier = (subject: string) => `{ cosign: { keyless: { issuer: "https://i.example", subject: ${subject} } } }`;
    const policyOf = async (require: string, subject = 'acme') =>
      (await loadedOf(`verifiers: { ci: ${verifier(subject)}, qa: ${verifier('qa')} }\nimages: [{ allow: a.io, require: ${require} }]`))
        .policy;
    const image = `a.io/x@sha256:${'a'.repeat(64)}`;
    const changed = async (...[old, now]: readonly [string, string]) =>
      diffPolicies(await policyOf(old), await policyOf(now), [sampleOfImage(image, 'prod', 'web')], 0);
    const less = await changed('{ signedBy: [ci], attestations: [{ type: spdx, from: [ci] }] }', '{ signedBy: [ci] }');
    expect(textDiff(less)).toEqual([
      'would ask for less evidence of 1 workload in 1 cluster',
      '',
      `would ask for less evidence of: prod: ${image}`,
      `  "${image}" asked for a signature by ci and the attestation spdx from ci, and asks for a signature by ci`,
    ]);
    expect((await changed('{ signedBy: [ci] }', '{ digest: true }')).changes.map(({ kind }) => kind)).toEqual(['less-evidence']);
    expect((await changed('{ digest: true }', '{ signedBy: [ci] }')).changes).toEqual([
      change('other-evidence', 'prod', 'web', image, 1, `"${image}" asked for no evidence, and asks for a signature by ci`),
    ]);
    expect((await changed('{ signedBy: [ci] }', '{ signedBy: [ci] }')).changes).toEqual([]);
    const [old, now] = [await policyOf('{ signedBy: [ci] }'), await policyOf('{ signedBy: [ci] }', 'evil')];
    expect(diffPolicies(old, now, [sampleOfImage(image, 'prod', 'web')], 0).changes).toEqual([
      change('other-evidence', 'prod', 'web', image, 1, `"${image}" asks for a signature by ci by other keys or conditions`),
    ]);
  });

  it('in text and in Markdown, out of which nothing breaks', () => {
    const hostile = { ...sampleOfImage('b.io/x', null, 'web'), name: 'Pod `</details>|@all\n# x' };
    expect(textDiff(diff([hostile]))).toEqual([
      'would newly deny 1 workload',
      '',
      'would newly deny: Pod `</details>|@all\\u000a# x',
      '  b.io/x:latest is denied by denied-image: the entry b.io denies it: closed',
    ]);
    expect(markdownDiff(diff([hostile]))).toEqual([
      '### Policy change',
      '',
      '- **would newly deny 1 workload**',
      '',
      '| change | cluster | namespace | workloads |',
      '|---|---|---|---|',
      '| would newly deny | `-` | `web` | 1 |',
      '',
      '<details><summary>Workloads</summary>',
      '',
      "- would newly deny `Pod '</details>\\|@all\\u000a# x`: `b.io/x:latest is denied by denied-image: the entry b.io denies it: closed`",
      '',
      '</details>',
    ]);
  });
});

describe('sampleOfRecord', () => {
  it('reads the record that a review leaves', async () => {
    const lines: string[] = [];
    const engine = engineOf(stateOf(before), { log: { write: (line) => lines.push(line) > 0 } });
    const spec = {
      containers: [
        { name: 'x', image: 'b.io/x' },
        { name: 'y', image: 'a.io/y' },
      ],
    };
    const object = { kind: 'Pod', apiVersion: 'v1', metadata: { name: 'web' }, spec };
    await ask(engine, requestOf('/admission', { kind: 'AdmissionReview', request: { uid: 'u', namespace: 'shop', object } }));
    const [sample] = lines.map(sampleOfRecord);
    expect(sample).toMatchObject({ cluster: null, namespace: 'shop', name: 'Pod shop/web', isPartial: false });
    expect(sample?.workload.images.map(({ image }) => image)).toEqual(['b.io/x', 'a.io/y']);
    expect(sampleOfRecord(`2027-01-01T00:00:00Z ${lines[0]}`)).toEqual(sample);
  });

  it.each(['', 'START RequestId: 1', '{', '[]', '{"type":"unauthorized"}', '{"type":"decision"}', '{"type":"decision","images":"x"}'])(
    '%j is none',
    (line) => {
      expect(sampleOfRecord(line)).toBeNull();
    },
  );

  it('knows that some images were left out', () => {
    expect(sampleOfRecord('{"type":"decision","images":["a",1],"imageCount":3}')).toMatchObject({ isPartial: true, name: 'an object' });
  });
});

function change(kind: string, cluster: string | null, namespace: string | null, name: string, count: number, reason: string) {
  return { kind, cluster, namespace, name, count, reasons: [reason] };
}
