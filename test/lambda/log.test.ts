import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Measures } from '../../core/ports.ts';
import { type Environment, type Invocation, invocationLog } from '../../lambda/log.ts';
import { ask, engineOf, policyOf, requestOf, stateOf } from '../core/review/engine.ts';

const nowMs = 1_798_761_600_000;
const measures: Measures = { cluster: 'prod', values: { Reviews: 1, PolicyAgeSeconds: 7 } };
const invocation: Invocation = { requestId: 'r', startMs: 10, coldStart: true, trace: undefined };

function linesOf(more: Partial<Invocation> = {}, environment: Partial<Environment> = {}) {
  const lines: string[] = [];
  const clock = { now: () => nowMs, monotonic: () => 12.3456 };
  const numbered = { id: 'E', clusterMetrics: false, invocations: 1, sequence: 0, ...environment };
  return { lines, log: invocationLog({ write: (line) => lines.push(line) > 0 }, clock, { ...invocation, ...more }, numbered) };
}
const parse = (lines: readonly string[]) => lines.map((line) => JSON.parse(line) as Record<string, unknown>);

describe('invocationLog', () => {
  it('adds what the platform knows behind the decision', () => {
    const { lines, log } = linesOf();
    expect(log.write('{"allowed":false}', measures)).toBe(true);
    expect(lines).toEqual([
      '{"allowed":false,"service":"image-warden","cold_start":true,"function_request_id":"r","environment":"E","sequence":1,"durationMs":2.346,' +
        '"DecisionMs":2.346,"Reviews":1,"PolicyAgeSeconds":7,"_aws":{"Timestamp":1798761600000,"CloudWatchMetrics":[{"Namespace":"ImageWarden",' +
        '"Dimensions":[["service"]],"Metrics":[{"Name":"DecisionMs","Unit":"Milliseconds"},{"Name":"Reviews","Unit":"Count"},' +
        '{"Name":"PolicyAgeSeconds","Unit":"Seconds"}]}]}}',
    ]);
  });

  it('numbers the records of an environment across invocations', () => {
    const environment: Environment = { id: 'E', clusterMetrics: false, invocations: 1, sequence: 0 };
    const lines: string[] = [];
    const clock = { now: () => nowMs, monotonic: () => 0 };
    for (let call = 0; call < 3; call++)
      invocationLog({ write: (line) => lines.push(line) > 0 }, clock, invocation, environment).write('{"a":1}', measures);
    expect(parse(lines).map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
  });

  it('measures no duration of what is no decision', () => {
    const { lines, log } = linesOf();
    log.write('{"a":1}', { cluster: null, values: { Unauthorized: 1 } });
    const [{ DecisionMs, Unauthorized, _aws } = {}] = parse(lines);
    expect([DecisionMs, Unauthorized]).toEqual([undefined, 1]);
    expect(_aws).toMatchObject({ CloudWatchMetrics: [{ Metrics: [{ Name: 'Unauthorized', Unit: 'Count' }] }] });
  });

  it('counts what each record says, whatever the one before it said', () => {
    const { lines, log } = linesOf();
    const counted = [{ Reviews: 1, StalePolicy: 1 }, { Reviews: 1 }, { Reviews: 1, StalePolicy: 1 }, { Reviews: 1, StalePolicy: 0 }];
    for (const values of counted) log.write('{"a":1}', { cluster: null, values });
    expect(parse(lines).map(({ Reviews, StalePolicy }) => [Reviews, StalePolicy])).toEqual([
      [1, 1],
      [1, undefined],
      [1, 1],
      [1, 0],
    ]);
  });

  it('escapes what the platform hands on', () => {
    const { lines, log } = linesOf({ requestId: '\n"é', trace: 'Root=1\u2028' });
    log.write('{"a":1}', measures);
    expect(lines[0]).toMatch(/^[ -~]+$/);
    expect(parse(lines)[0]).toMatchObject({ function_request_id: '\n"é', xray_trace_id: 'Root=1\u2028' });
  });

  it.each<[string, boolean, string | null, string[][]]>([
    ['not asked for', false, 'prod', [['service']]],
    ['asked for', true, 'prod', [['service'], ['service', 'cluster']]],
    ['asked for, and no cluster', true, null, [['service']]],
  ])('metrics of clusters: %s', (_, clusterMetrics, cluster, dimensions) => {
    const { lines, log } = linesOf({}, { clusterMetrics });
    log.write('{"a":1}', { ...measures, cluster });
    expect(parse(lines)[0]).toMatchObject({ _aws: { CloudWatchMetrics: [{ Dimensions: dimensions }] } });
  });

  it('says whether the line was written', () => {
    const refuses = invocationLog({ write: () => false }, { now: () => 0, monotonic: () => 0 }, invocation, {
      id: 'E',
      clusterMetrics: false,
      invocations: 1,
      sequence: 0,
    });
    expect(refuses.write('{"a":1}', measures)).toBe(false);
  });
});

describe('docs/records.md', () => {
  it('documents every field and every metric of a record, and no other', async () => {
    const policy = await policyOf(`version: 1
onError: allow
verifiers: {release: {cosign: {keys: ["awskms:///alias/release"]}}}
images: [{allow: warn.example, require: {digest: true}, mode: warn}, {allow: signed.example, require: {signedBy: [release]}}]
exemptNamespaces: [kube-system]
exceptions: [{rule: registry-allowlist, image: old.example/a, until: 2028-01-01, owner: me, reason: moving}]
breakGlass: {annotation: acme.example/break-glass, value: emergency, groups: [sre]}`);
    const { lines, log } = linesOf({ trace: 'Root=1' });
    const token = 't'.repeat(32);
    const engine = engineOf(stateOf(policy, { ageMs: 0 }), { log });
    const pod = (namespace: string, image: string, annotations = {}) => ({
      kind: 'AdmissionReview',
      request: {
        namespace,
        userInfo: { groups: ['sre'] },
        object: { kind: 'Pod', metadata: { annotations }, spec: { containers: [{ image }] } },
      },
    });
    const bodies = [
      pod('n', 'warn.example/a'),
      pod('kube-system', 'a'),
      pod('n', 'old.example/a'),
      pod('n', `signed.example/a@sha256:${'a'.repeat(64)}`),
      pod('n', 'a', { 'acme.example/break-glass': 'emergency' }),
    ];
    for (const body of bodies) await ask(engine, requestOf('/admission', body));
    await ask(engine, requestOf(`/v1/clusters/prod/${token}/admission`, bodies[0]));
    const seen = new Set(parse(lines).flatMap(Object.keys));
    // Written by the log that lost lines, and by the policy's source: neither is asked here.
    const documented = [...readFileSync('docs/records.md', 'utf8').matchAll(/^\| `([\w-]+)` \|/gm)].map(([, name]) => name ?? '');
    expect(documented.toSorted()).toEqual([...seen, 'droppedBefore'].toSorted());
  });
});
