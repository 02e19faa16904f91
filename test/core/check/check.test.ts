import { describe, expect, it } from '@jest/globals';
import { checkFile, emptyChecked, reportOf } from '../../../core/check/check.ts';
import { contractOf } from '../../../core/report/json.ts';
import { nowMs, podOf, policyOf, type TestDocument } from '../policy/policies.ts';

const check = (text: string, document: TestDocument = { images: ['a.io'] }, cluster: string | null = null) => {
  const checked = emptyChecked();
  const policy = policyOf(document);
  checkFile(checked, { path: 'f.yaml', text }, policy, { cluster, namespace: null }, nowMs);
  return { report: reportOf(checked, policy), problems: checked.problems, others: checked.others, manifests: checked.manifests };
};

const manifest = `apiVersion: v1
kind: List
items:
  - apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      template:
        spec:
          containers:
            - name: front
              image: a.io/front:1
            - name: db
              image: "mysql"
  - apiVersion: v1
    kind: Pod
    metadata: {name: empty}
    spec: {containers: []}
`;

describe('reportOf', () => {
  it('is the JSON report, field for field', () => {
    const report = contractOf(check(manifest).report);
    expect(report).toEqual({
      policy: { hash: report.policy.hash, source: 'test' },
      allowed: false,
      summary: { denied: 2, warned: 0, passed: 1 },
      findings: [
        {
          rule: 'registry-allowlist',
          severity: 'deny',
          file: 'f.yaml',
          line: 14,
          column: 22,
          object: { kind: 'Deployment', namespace: 'shop', name: 'web' },
          path: 'items[0].spec.template.spec.containers[1].image',
          container: 'db',
          image: 'mysql',
          message:
            'Deployment shop/web: container "db" (items[0].spec.template.spec.containers[1].image): docker.io/library/mysql:latest is denied by registry-allowlist: no entry for docker.io; allowed here: a.io',
          fix: 'use an image from a registry that is allowed, or have an entry added that covers docker.io/library/mysql',
        },
        {
          rule: 'missing-image',
          severity: 'deny',
          file: 'f.yaml',
          line: 18,
          column: 24,
          object: { kind: 'Pod', namespace: null, name: 'empty' },
          path: 'items[1].spec.containers',
          container: null,
          image: null,
          message: 'Pod empty: container (items[1].spec.containers) is denied by missing-image: the Pod spec has no containers',
          fix: 'give the Pod spec at least one container',
        },
      ],
      images: [
        {
          image: 'a.io/front:1',
          canonical: 'a.io/front:1',
          file: 'f.yaml',
          path: 'items[0].spec.template.spec.containers[0].image',
          container: 'front',
          allowed: true,
          entry: 'a.io',
        },
        {
          image: 'mysql',
          canonical: 'docker.io/library/mysql:latest',
          file: 'f.yaml',
          path: 'items[0].spec.template.spec.containers[1].image',
          container: 'db',
          allowed: false,
          entry: null,
        },
      ],
    });
  });

  it('something that could not be judged is never green', () => {
    const { report, problems } = check(`${JSON.stringify(podOf('a.io/x'))}\n---\nkind: ImageReview\napiVersion: v2\n`);
    expect([report.allowed, report.summary.passed, problems.length]).toEqual([false, 1, 1]);
  });

  it('warnings and notes are green', () => {
    const pod = JSON.stringify(podOf('nginx'));
    expect(check(pod, { mode: 'warn' }).report).toMatchObject({ allowed: true, summary: { denied: 0, warned: 1, passed: 0 } });
    expect(check(pod, { mode: 'audit' }).report).toMatchObject({ allowed: true, summary: { denied: 0, warned: 0, passed: 1 } });
    expect(check(pod, { clusters: { lab: { mode: 'warn' } } }, 'lab').report.allowed).toBe(true);
  });

  it('an image behind an anchor stands where the anchor does', () => {
    const text = `x-image: &i nginx\napiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - &c {name: a, image: *i}\n    - <<: *c\n      name: b\n`;
    expect(check(text).report.findings.map(({ line, column, image }) => [line, column, image])).toEqual([
      [6, 27, 'nginx'],
      [7, 7, 'nginx'],
    ]);
  });

  it('an AdmissionReview: paths from the document, words as admission says them', () => {
    const review = { kind: 'AdmissionReview', request: { namespace: 'shop', object: podOf('nginx:1') } };
    const [finding] = check(JSON.stringify(review, null, 1)).report.findings;
    expect([finding?.path, finding?.line]).toEqual(['request.object.spec.containers[0].image', 16]);
    expect(finding?.message).toMatch(/^Pod shop\/web: container "c0" \(spec\.containers\[0\]\.image\): /);
    const [whole] = check('{"kind":"AdmissionReview","request":{}}').report.findings;
    expect([whole?.rule, whole?.path, whole?.line, whole?.column]).toEqual(['missing-image', 'request.object', 1, 37]);
  });

  it('hostile documents are judged or refused, never thrown', () => {
    expect(check(`kind: X\napiVersion: x/v1\nspec: &x [*x, *x]`).problems).toMatchObject([
      { message: 'the alias *x stands inside what it repeats' },
    ]);
    expect(check(`kind: X\napiVersion: x/v1\n__proto__: {containers: [{image: nginx}]}`).report.findings).toHaveLength(1);
    expect(
      check('{"kind":"X","apiVersion":"x/v1","a\\u202e":{"containers":[{"name":"\\u009b","image":"\\u009b"}]}}').report.findings[0],
    ).toMatchObject({
      line: 1,
      path: '["a\\u202e"].containers[0].image',
      message:
        'X: container "\\u009b" (["a\\u202e"].containers[0].image): "\\u009b" is denied by malformed-image: control character U+009B (at character 1)',
    });
  });

  it('a List of more items than a call takes arguments', () => {
    const { report } = check(`{"kind":"List","apiVersion":"v1","items":[${'0,'.repeat(150_000)}0]}`);
    expect([report.summary.denied, report.findings.length, report.findings.at(-1)?.path]).toEqual([150_001, 150_001, 'items[150000]']);
  });
});

describe('texts of all kinds', () => {
  const good = 'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - name: c\n      image: a.io/c\n';
  it.each<[string, string]>([
    ['a BOM', `\ufeff${good}`],
    ['Windows line ends', good.replaceAll('\n', '\r\n')],
    ['a comment and tags of the core schema', `# c\n--- # d\n${good}...\n`],
  ])('%s', (_, text) => {
    const { report, problems, manifests } = check(text);
    expect([report.allowed, problems, manifests]).toEqual([true, [], 1]);
  });

  it.each<[string, string, number]>([
    ['kind: Pod\nkind: Pod\n', 'the key "kind" stands twice in one object', 2],
    [
      'kind: Pod\nspec:\n  {{- toYaml .Values.spec | nindent 2 }}\n',
      'it is a template, not YAML: render it first (helm template CHART | image-warden check -)',
      3,
    ],
    [
      '{{ if .Values.on }}\nkind: Pod\n{{ end }}\n',
      'it is a template, not YAML: render it first (helm template CHART | image-warden check -)',
      2,
    ],
  ])('%j is refused', (text, message, line) => {
    expect(check(text).problems).toMatchObject([{ message, line }]);
  });
});
