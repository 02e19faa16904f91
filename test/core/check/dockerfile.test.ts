import { describe, expect, it } from '@jest/globals';
import { emptyChecked, judgedReport } from '../../../core/check/check.ts';
import { type BuildOptions, checkInput, isDockerfile, plainBuild } from '../../../core/check/input.ts';
import { forgive } from '../../../core/report/forgive.ts';
import { dockerfileRuleIds } from '../../../core/rules/rule-ids.ts';
import { nowMs, policyOf, type TestDocument } from '../policy/policies.ts';

const quiet = { rules: Object.fromEntries(dockerfileRuleIds.map((id) => [id, 'off' as const])) };

async function check(text: string, document: TestDocument = {}, build: Partial<BuildOptions> = {}) {
  const policy = policyOf({ images: ['a.io'], dockerfiles: quiet, ...document });
  const checked = emptyChecked();
  const place = { cluster: null, namespace: null };
  await checkInput(checked, { path: 'Dockerfile', text }, policy, place, nowMs, { build: { ...plainBuild, ...build } });
  return { ...judgedReport(checked, policy), problems: checked.problems };
}
const said = ({ report }: Awaited<ReturnType<typeof check>>) => report.findings.map(({ severity, message }) => `${severity} ${message}`);
const noEntry = 'registry-allowlist: no entry for docker.io; allowed here: a.io';

describe('images of a Dockerfile', () => {
  it('are judged in the words of admission, with their lines', async () => {
    const result = await check(
      '# syntax=docker/dockerfile:1\nFROM a.io/base:1 AS build\nRUN make\n\nFROM nginx\nCOPY --from=busybox /x /x\n',
    );
    expect(said(result)).toEqual([
      `deny Dockerfile:1: # syntax: docker.io/docker/dockerfile:1 is denied by ${noEntry}`,
      `deny Dockerfile:5: FROM: docker.io/library/nginx:latest is denied by ${noEntry}`,
      `deny Dockerfile:6: COPY --from: docker.io/library/busybox:latest is denied by ${noEntry}`,
    ]);
    expect([result.report.allowed, result.report.summary]).toEqual([false, { denied: 3, warned: 0, passed: 1 }]);
    expect(
      result.report.images.map(({ image, path, container, allowed, entry, line }) => [image, path, container, allowed, entry, line]),
    ).toEqual([
      ['docker/dockerfile:1', '# syntax', null, false, null, 1],
      ['a.io/base:1', 'FROM', 'build', true, 'a.io', 2],
      ['nginx', 'FROM', '1', false, null, 5],
      ['busybox', 'COPY --from', '1', false, null, 6],
    ]);
  });

  it('stages that the target does not need are only recorded', async () => {
    const text = 'FROM nginx AS test\nFROM a.io/b AS ship\n';
    expect(said(await check(text))).toEqual([`info Dockerfile:1: FROM: docker.io/library/nginx:latest would be denied by ${noEntry}`]);
    expect((await check(text)).report.allowed).toBe(true);
    expect((await check(text, {}, { target: 'test' })).report.allowed).toBe(false);
    expect((await check(text, {}, { target: 'none' })).problems).toMatchObject([{ message: 'no stage is named "none", the target' }]);
  });

  it('what nobody can name is denied; --build-arg names it', async () => {
    const text = 'ARG BASE\nFROM $BASE\n';
    const unknown = await check(text);
    expect([unknown.report.allowed, unknown.report.summary, said(unknown)]).toEqual([
      false,
      { denied: 1, warned: 0, passed: 0 },
      [
        'deny Dockerfile:2: FROM is denied by registry-allowlist: cannot tell the image: BASE has no value here (give it a default, or --build-arg BASE=...)',
      ],
    ]);
    expect((await check(text, {}, { buildArgs: new Map([['BASE', 'a.io/b']]) })).report).toMatchObject({
      allowed: true,
      summary: { passed: 1 },
    });
  });

  it('an ignore with a reason forgives, one that does not is no secret', async () => {
    const { report, unused } = await check('# image-warden ignore=registry-allowlist OPS-1\nFROM nginx\n');
    expect([report.allowed, report.findings[0]?.note, unused]).toEqual([true, 'ignored on line 1: OPS-1', []]);
  });
});

describe('rules about Dockerfiles', () => {
  it('are one unit a file, by their setting and the mode', async () => {
    const text = 'FROM a.io/b:1\nUSER root\nADD https://a.io/x /x\n';
    const rules = { ...quiet.rules, 'root-user': 'deny', 'add-url-without-checksum': 'warn' } as const;
    const result = await check(text, { dockerfiles: { rules } });
    expect(said(result)).toEqual([
      expect.stringMatching(/^deny Dockerfile:2: stage 0 is denied by root-user: /),
      expect.stringMatching(/^warn Dockerfile:3: stage 0 is flagged by add-url-without-checksum: /),
    ]);
    expect(result.report.summary).toEqual({ denied: 1, warned: 0, passed: 1 });
    expect(forgive(result.report, () => 'known').summary).toEqual({ denied: 0, warned: 0, passed: 2 });
    expect(said(await check(text, { dockerfiles: { rules }, mode: 'audit' }))[0]).toMatch(/^info .* would be denied by root-user/);
  });

  it('warn without settings', async () => {
    const { report } = await check('FROM a.io/b\n', { dockerfiles: {} });
    expect([report.allowed, new Set(report.findings.map(({ severity }) => severity))]).toEqual([true, new Set(['warn'])]);
  });
});

describe('isDockerfile', () => {
  it.each<[string, string, boolean]>([
    ['Dockerfile', 'kind: Pod', true],
    ['build/api.Dockerfile', '', true],
    ['-', 'FROM nginx\nRUN x', true],
    ['-', 'kind: Pod', false],
    ['from.yaml', 'FROM nginx', false],
  ])('%s %j: %j', (path, text, expected) => expect(isDockerfile({ path, text })).toBe(expected));
});
