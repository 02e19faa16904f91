import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';

const folder = mkdtempSync(join(tmpdir(), 'integrations-'));
const at = (name: string): string => join(folder, name);
const example = (name: string): string => readFileSync(join('examples', name), 'utf8');
afterAll(() => rmSync(folder, { recursive: true }));

const pod = (image: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: c, image: ${image}}]}\n`;

beforeEach(() => {
  rmSync(folder, { recursive: true });
  for (const name of ['deploy', 'bin']) mkdirSync(at(name), { recursive: true });
  // What the package manager would fetch is this checkout.
  writeFileSync(
    at('bin/npx'),
    `#!/bin/sh\nshift 2\nexec ${JSON.stringify(process.execPath)} ${JSON.stringify(resolve('cli/main.ts'))} "$@"\n`,
  );
  chmodSync(at('bin/npx'), 0o755);
  writeFileSync(at('image-warden.yaml'), 'version: 1\nimages: [secureoci.com]\n');
  writeFileSync(at('deploy/bad.yaml'), pod('nginx'));
  writeFileSync(at('deploy/values.yaml'), 'image: nginx\n');
});

function run(command: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const [file = '', ...args] = command;
  const PATH = `${at('bin')}:${process.env['PATH']}`;
  const { status, stdout, stderr } = spawnSync(file, args, { cwd: folder, encoding: 'utf8', env: { ...process.env, PATH, ...env } });
  return { status, stdout, stderr };
}

const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false', ...args], {
    cwd: folder,
    stdio: 'pipe',
  });

describe('the GitHub Action', () => {
  const action = parse(example('github-action/action.yml')) as {
    inputs: Record<string, unknown>;
    runs: { steps: { env?: Record<string, string> }[] };
  };
  const script = resolve('examples/github-action/check.sh');

  it('hands every input to the script, none inside code', () => {
    const env = action.runs.steps.at(-1)?.env ?? {};
    const passed = Object.entries(env).map(([name, value]) => [name, value.replace(/^\$\{\{ inputs\.(\S+) \}\}$/, '$1')]);
    expect(passed).toEqual(
      Object.keys(action.inputs)
        .map((name) => [`INPUT_${name.toUpperCase().replaceAll('-', '_')}`, name])
        .sort(byOrder(passed)),
    );
    const text = readFileSync(script, 'utf8');
    for (const name of Object.keys(env)) expect(text).toContain(`\${${name}:-`);
  });

  function byOrder(passed: readonly (readonly (string | undefined)[])[]) {
    const order = passed.map(([name]) => name);
    return (a: string[], b: string[]): number => order.indexOf(a[0]) - order.indexOf(b[0]);
  }

  it('annotates, sums up, writes SARIF and fails', () => {
    const env = { INPUT_PATHS: 'deploy\n\n', INPUT_SARIF: 'out.sarif', GITHUB_STEP_SUMMARY: at('summary.md') };
    const { status, stdout } = run(['bash', script], env);
    expect([status, stdout]).toEqual([1, expect.stringMatching(/^::error .*file=deploy\/bad\.yaml/m)]);
    expect(readFileSync(at('summary.md'), 'utf8')).toContain('registry-allowlist');
    expect(JSON.parse(readFileSync(at('out.sarif'), 'utf8'))).toMatchObject({ version: '2.1.0' });
  });

  it('is green when all is allowed, and 2 when something cannot be judged', () => {
    writeFileSync(at('deploy/bad.yaml'), pod('secureoci.com/a'));
    expect(run(['bash', script], { INPUT_PATHS: 'deploy' }).status).toBe(0);
    writeFileSync(at('deploy/bad.yaml'), 'kind: Pod\n\tx');
    expect(run(['bash', script], { INPUT_PATHS: 'deploy' }).status).toBe(2);
  });

  it('the workflow uses inputs that there are', () => {
    const { jobs } = parse(example('github-workflow.yml')) as { jobs: Record<string, { steps: { uses?: string; with?: object }[] }> };
    const uses = Object.values(jobs).flatMap(({ steps }) => steps.filter((step) => step.uses === './examples/github-action'));
    expect(uses.length).toBe(2);
    for (const step of uses) for (const name of Object.keys(step.with ?? {})) expect(Object.keys(action.inputs)).toContain(name);
  });
});

describe('GitLab CI and Jenkins', () => {
  const job = (
    parse(example('gitlab-ci.yml')) as Record<
      string,
      { script: string[]; variables: Record<string, string>; artifacts: { reports: { junit: string } } }
    >
  )['image-warden'];
  const [, shell = ''] = /sh '''\n([\s\S]*?)'''/.exec(example('Jenkinsfile')) ?? [];

  it.each([
    ['GitLab', job?.script.join('\n') ?? '', job?.variables ?? {}],
    ['Jenkins', shell, {}],
  ])('%s: a denial fails the job and is a failed test', (_, script, env) => {
    const { status } = run(['bash', '-e', '-c', script], env);
    expect([status, readFileSync(at('image-warden.xml'), 'utf8')]).toEqual([1, expect.stringMatching(/<failure /)]);
    expect(example('Jenkinsfile')).toContain("junit 'image-warden.xml'");
    expect(job?.artifacts.reports.junit).toBe('image-warden.xml');
  });
});

describe('the pre-commit hook', () => {
  const [hook] =
    (parse(example('pre-commit/.pre-commit-config.yaml')) as { repos: { hooks: { entry: string }[] }[] }).repos[0]?.hooks ?? [];

  it('judges what has changed since the last commit', () => {
    git('init', '-q', '-b', 'main');
    git('add', 'deploy', 'image-warden.yaml');
    git('commit', '-qm', 'first');
    const entry = ['bash', '-c', hook?.entry ?? ''];
    expect(run(entry).status).toBe(0);
    writeFileSync(at('deploy/new.yaml'), pod('mysql'));
    git('add', 'deploy/new.yaml');
    const { status, stdout } = run(entry);
    expect([status, stdout]).toEqual([1, expect.stringMatching(/deploy\/new\.yaml/)]);
    expect(stdout).not.toContain('bad.yaml');
    expect(existsSync(at('deploy/new.yaml'))).toBe(true);
  });
});
