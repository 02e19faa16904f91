/** policy mode x cluster mode x entry mode x enforceFrom x dry run: one verdict, by every way in. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { checkRequest } from '../../../core/check/request.ts';
import { type Mode, modes } from '../../../core/policy/definition.ts';
import type { Policy } from '../../../core/policy/policy.ts';
import type { PolicyState } from '../../../core/ports.ts';
import { answer } from '../../../core/review/answer.ts';
import { isRejection } from '../../../core/review/http.ts';
import { effectiveMode } from './oracle.ts';
import { nowMs, podOf, policyOf } from './policies.ts';

const token = 't'.repeat(40);
const clusters = new Map([['prod', [createHash('sha256').update(token).digest()]]]);
const verdict = '01J00000000000000000000000';

/** What an entry says of its mode, and the mode that it means at `nowMs`. */
const entryModes: readonly [said: object, means: Mode | null][] = [
  [{}, null],
  [{ mode: 'enforce' }, 'enforce'],
  [{ mode: 'warn' }, 'warn'],
  [{ mode: 'audit' }, 'audit'],
  [{ enforceFrom: '2027-01-16' }, 'warn'],
  [{ enforceFrom: '2027-01-15' }, null],
];

interface Row {
  readonly policy: Mode;
  readonly cluster: Mode | null;
  readonly entry: object;
  readonly dryRun: boolean;
  readonly expected: Mode;
}

const rows: readonly Row[] = modes.flatMap((policy) =>
  [null, ...modes].flatMap((cluster) =>
    entryModes.flatMap(([entry, means]) =>
      [false, true].map((dryRun) => ({ policy, cluster, entry, dryRun, expected: effectiveMode(policy, cluster, means) })),
    ),
  ),
);

/** Each form denies nginx:1 by another rule; the last one asks nothing of an entry, so that an entry's mode does not hold. */
const forms = {
  'denied-image': (entry: object) => ({ images: [{ deny: 'docker.io/library/nginx', ...entry }] }),
  'digest-required': (entry: object) => ({ images: [{ allow: 'docker.io/library/nginx', require: { digest: true }, ...entry }] }),
} as const;
const details = {
  'denied-image': 'denied-image: the entry docker.io/library/nginx denies it',
  'digest-required': 'digest-required: a digest is required for docker.io/library/nginx',
} as const;
type Rule = keyof typeof forms;

const stateOf = (policy: Policy): PolicyState => ({ policy, stale: false, clusters, problem: null });

async function ask(policy: Policy, action: string, body: object) {
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  const records: string[] = [];
  const segments = ['v1', 'clusters', 'prod', token, action];
  const request = {
    method: 'POST',
    segments,
    timeout: null,
    contentType: null,
    contentEncoding: null,
    remainingMs: null,
    caller: null,
    body: async () => bytes,
  };
  const answered = await answer(request, {
    policies: { current: async () => stateOf(policy) },
    clock: { now: () => nowMs, monotonic: () => 0 },
    evidence: null,
    ids: { next: () => verdict },
    log: { write: (line) => records.push(line) > 0 },
    routes: { open: false, clusters: true, check: 'nobody' },
  });
  return {
    status: answered.status,
    body: JSON.parse(answered.body) as Record<string, unknown>,
    record: JSON.parse(records[0] ?? '{}') as object,
  };
}

function policyFor({ policy, cluster, entry }: Row, rule: Rule): Policy {
  return policyOf({ mode: policy, ...forms[rule](entry), ...(cluster === null ? {} : { clusters: { prod: { mode: cluster } } }) });
}

const severities = { enforce: 'deny', warn: 'warn', audit: 'info' } as const;
const clause = (expected: Mode, rule: Rule) =>
  `docker.io/library/nginx:1 ${expected === 'enforce' ? 'is' : 'would be'} denied by ${details[rule]}`;

describe.each(Object.keys(forms) as Rule[])('%s', (rule) => {
  it('has 144 rows', () => {
    expect(rows).toHaveLength(144);
  });

  it.each(rows)('AdmissionReview: $policy, cluster $cluster, entry $entry, dry run $dryRun: $expected', async (row) => {
    const policy = policyFor(row, rule);
    const request = { uid: 'u', operation: 'CREATE', namespace: 'default', dryRun: row.dryRun, object: podOf('nginx:1') };
    const { status, body, record } = await ask(policy, 'admission', { kind: 'AdmissionReview', request });
    const line = `Pod default/web: container "c0" (spec.containers[0].image): ${clause(row.expected, rule)}`;
    expect([status, body['response']]).toEqual([
      200,
      {
        uid: 'u',
        allowed: row.expected !== 'enforce',
        ...(row.expected === 'enforce' ? { status: { code: 403, message: `${line} (verdict ${verdict})` } } : {}),
        ...(row.expected === 'warn' ? { warnings: [line] } : {}),
        auditAnnotations: { rule, entry: 'docker.io/library/nginx', policy: policy.hash.slice(0, 12), verdict },
      },
    ]);
    expect(record).toMatchObject({
      allowed: row.expected !== 'enforce',
      dryRun: row.dryRun,
      findings: [{ rule, severity: severities[row.expected] }],
    });
  });

  it.each(rows.filter(({ dryRun }) => !dryRun))(
    'ImageReview and check: $policy, cluster $cluster, entry $entry: $expected',
    async (row) => {
      const policy = policyFor(row, rule);
      const spec = { containers: [{ image: 'nginx:1' }], namespace: 'default' };
      const { status, body } = await ask(policy, 'image-policy', { kind: 'ImageReview', spec });
      const line = `ImageReview default: spec.containers[0].image: ${clause(row.expected, rule)}`;
      expect([status, body['status']]).toEqual([
        200,
        {
          allowed: row.expected !== 'enforce',
          ...(row.expected === 'enforce' ? { reason: `${line} (verdict ${verdict})` } : {}),
          auditAnnotations: { rule, entry: 'docker.io/library/nginx', policy: policy.hash.slice(0, 12), verdict },
        },
      ]);
      const files = [{ path: 'pod.json', text: JSON.stringify(podOf('nginx:1')) }];
      const report = await checkRequest({ files, cluster: 'prod' }, stateOf(policy), nowMs);
      if (isRejection(report)) throw new Error(report.message);
      const severity = severities[row.expected];
      expect([report.allowed, report.summary, report.findings.map((one) => [one.rule, one.severity, one.message])]).toEqual([
        severity !== 'deny',
        { denied: severity === 'deny' ? 1 : 0, warned: severity === 'warn' ? 1 : 0, passed: severity === 'info' ? 1 : 0 },
        [[rule, severity, `Pod default/web: container "c0" (spec.containers[0].image): ${clause(row.expected, rule)}`]],
      ]);
    },
  );
});

describe('findings that no entry decided', () => {
  it.each(rows.filter(({ dryRun, entry }) => !dryRun && Object.keys(entry).length === 0))(
    '$policy, cluster $cluster: $expected',
    async (row) => {
      const policy = policyOf({
        mode: row.policy,
        images: [{ allow: 'a.io', mode: 'audit' }],
        ...(row.cluster === null ? {} : { clusters: { prod: { mode: row.cluster } } }),
      });
      const request = { uid: 'u', object: podOf('nginx:1', 'a.io/X') };
      const { body } = await ask(policy, 'admission', { kind: 'AdmissionReview', request });
      const { allowed, warnings } = body['response'] as { allowed: boolean; warnings?: string[] };
      expect([allowed, warnings?.length ?? 0]).toEqual([row.expected !== 'enforce', row.expected === 'warn' ? 2 : 0]);
    },
  );
});
