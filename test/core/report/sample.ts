/** Small reports, and hostile ones, for the tests of every output. */
import fc from 'fast-check';
import type { Report, ReportFinding, ReportImage } from '../../../core/report/report.ts';
import type { RuleInfo } from '../../../core/report/rule-info.ts';

export const web: ReportFinding = {
  rule: 'registry-allowlist',
  severity: 'deny',
  file: 'deploy/web.yaml',
  line: 8,
  column: 14,
  object: { kind: 'Pod', namespace: 'shop', name: 'web' },
  path: 'spec.containers[0].image',
  container: 'app',
  image: 'nginx',
  message:
    'Pod shop/web: container "app" (spec.containers[0].image): docker.io/library/nginx:latest is denied by registry-allowlist: no entry for docker.io',
  fix: 'use an image of secureoci.com',
};

export const job: ReportFinding = {
  ...web,
  rule: 'denied-tag',
  severity: 'warn',
  file: 'deploy/job.yaml',
  line: 3,
  object: { kind: 'Job', namespace: null, name: 'nightly' },
  path: 'spec.template.spec.containers[1].image',
  container: 'copy',
  image: 'secureoci.com/copy',
  message: 'Job nightly: container "copy" would be denied by denied-tag: the tag latest is denied',
  fix: 'name a version',
};

export const own: ReportFinding = {
  ...web,
  rule: 'policy-unavailable',
  severity: 'info',
  line: 1,
  column: 1,
  path: '',
  container: null,
  image: null,
  message: 'Pod shop/web: the object is noted',
  fix: 'set a limit',
};

export const webImage: ReportImage = {
  image: 'nginx',
  canonical: 'docker.io/library/nginx:latest',
  file: web.file,
  path: web.path,
  container: 'app',
  allowed: false,
  entry: null,
  object: web.object,
  line: 8,
};

export const jobImage: ReportImage = {
  image: 'secureoci.com/copy',
  canonical: 'secureoci.com/copy:latest',
  file: job.file,
  path: job.path,
  container: 'copy',
  allowed: true,
  entry: 'secureoci.com',
  object: job.object,
  line: 3,
};

export const goodImage: ReportImage = {
  ...webImage,
  image: 'secureoci.com/api:1',
  canonical: 'secureoci.com/api:1',
  path: 'spec.containers[1].image',
  container: 'api',
  allowed: true,
  entry: 'secureoci.com',
  line: 10,
};

const policy = { hash: '0123456789abcdef', source: 'image-warden.yaml' };

export const clean: Report = { policy, allowed: true, summary: { denied: 0, warned: 0, passed: 1 }, findings: [], images: [goodImage] };

export const mixed: Report = {
  policy,
  allowed: false,
  summary: { denied: 1, warned: 1, passed: 2 },
  findings: [web, own, job],
  images: [webImage, goodImage, jobImage],
};

export const rules: RuleInfo[] = [
  {
    id: 'registry-allowlist',
    level: 'image',
    severity: 'deny',
    summary: 'No entry of the policy covers the image.',
    reference: 'https://kubernetes.io/docs/concepts/containers/images/',
    fix: 'use an allowed registry',
    failing: 'image: nginx',
    passing: 'image: secureoci.com/nginx:1.27',
  },
  {
    id: 'denied-tag',
    level: 'image',
    severity: 'warn',
    summary: 'The tag is denied.',
    reference: 'https://kubernetes.io/docs/concepts/containers/images/#image-names',
    fix: 'name a version',
    failing: 'image: secureoci.com/nginx:latest',
    passing: 'image: secureoci.com/nginx:1.27',
  },
];

/** Text that is at home in some output's syntax, and any other. */
export const hostileText = fc.oneof(
  fc.constantFrom(
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='x",
    ']]></failure><!--',
    '| a | b |\n|---|---|',
    '@everyone #1 [x](javascript:y) ![i](http://h/p)',
    '``` ` \\` \\| </details>',
    '\r\n::error::owned%0A##[error]',
    '\u202egnp.exe\u0000\u0007\u001b[31m\u2028',
    '__proto__',
    '%0A%3A,::',
    '\ud800',
    '-->',
    `\${{ github.token }}`,
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ maxLength: 40 }),
);
const maybe = fc.option(hostileText, { nil: null });
const severity = fc.constantFrom('deny', 'warn', 'info');
const object = fc.record({ kind: maybe, namespace: maybe, name: maybe });

const finding = fc.record(
  {
    rule: hostileText,
    severity,
    file: hostileText,
    line: fc.integer({ min: 1, max: 99 }),
    column: fc.integer({ min: 1, max: 99 }),
    object,
    path: hostileText,
    container: maybe,
    image: maybe,
    message: hostileText,
    fix: hostileText,
    note: hostileText,
  },
  { requiredKeys: ['rule', 'severity', 'file', 'line', 'column', 'object', 'path', 'container', 'image', 'message', 'fix'] },
);
const image = fc.record(
  {
    image: hostileText,
    canonical: maybe,
    file: hostileText,
    path: hostileText,
    container: maybe,
    allowed: fc.boolean(),
    entry: maybe,
    object,
    line: fc.integer({ min: 1, max: 99 }),
  },
  { requiredKeys: ['image', 'canonical', 'file', 'path', 'container', 'allowed', 'entry'] },
);

/** A report with hostile text in every field, as one that came from another machine may have. */
export const hostileReport = fc.record({
  policy: fc.record({ hash: hostileText, source: hostileText }),
  allowed: fc.boolean(),
  summary: fc.record({ denied: fc.nat(9), warned: fc.nat(9), passed: fc.nat(9) }),
  findings: fc.array(finding, { maxLength: 6 }),
  images: fc.array(image, { maxLength: 4 }),
}) as fc.Arbitrary<Report>;
