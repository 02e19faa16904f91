import { spawn } from 'node:child_process';
import { hash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { connectCommand } from '../../cli/connect.ts';
import type { ConnectOptions } from '../../cli/connect-options.ts';
import { type AwsEmulator, awsEmulator, useEmulator } from './aws-emulator.ts';
import { captured } from './captured.ts';

const folder = mkdtempSync(join(tmpdir(), 'connect-'));
const tokenFile = join(folder, 'token');
writeFileSync(tokenFile, `${'t'.repeat(43)}\n`);
const name = '/image-warden/prod/clusters';
let aws: AwsEmulator;

beforeAll(async () => {
  aws = await awsEmulator({ Url: 'https://abc.example.com/prod/', Stage: 'prod' });
  useEmulator(aws);
});
beforeEach(() => aws.parameters.clear());
afterAll(async () => {
  await aws.close();
  rmSync(folder, { recursive: true });
});

async function connect(cluster: string, options: Partial<ConnectOptions> = {}) {
  const terminal = captured();
  const directory = '/etc/kubernetes/image-warden';
  const code = await connectCommand(cluster, { profile: 'audit', excludeNamespace: [], directory, wait: false, ...options }, terminal);
  const yaml = terminal.outLines.join('\n');
  return { code, yaml, err: terminal.errLines, token: /clusters\/[^/]+\/([\w-]+)\//.exec(yaml)?.[1] ?? '' };
}

describe('connect', () => {
  it("asks the stack, stores the token's sha256 alone, and shows the token once", async () => {
    const { code, yaml, err, token } = await connect('prod-eu');
    expect(code).toBe(0);
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(yaml).toContain(`url: https://abc.example.com/prod/v1/clusters/prod-eu/${token}/admission\n`);
    expect(yaml).toContain('failurePolicy: Ignore\n');
    expect(yaml).toMatch(/ {10}values:\n {12}- kube-system\n/);
    expect(aws.newest(name)).toBe(`prod-eu=${hash('sha256', token)}`);
    expect(aws.parameters.get(name)).toMatchObject([{ Type: 'StringList' }]);
    expect(err[0]).toBe(`a new token of prod-eu stands in version 1 of ${name}, as its sha256; it is shown this once`);
    expect(err.join('\n')).not.toContain(token);
  });

  it('does so as a process, where modules are loaded as they are for a person', async () => {
    const main = new URL('../../cli/main.ts', import.meta.url).pathname;
    const child = spawn(process.execPath, [main, 'connect', 'prod-eu', '--no-wait'], { env: { ...process.env } });
    const [out, code] = await Promise.all([text(child.stdout), new Promise((resolve) => child.once('close', resolve))]);
    expect(code).toBe(0);
    expect(out).toMatch(/ {6}url: https:\/\/abc\.example\.com\/prod\/v1\/clusters\/prod-eu\/[\w-]{43}\/admission\n/);
    expect(aws.newest(name)).toMatch(/^prod-eu=[0-9a-f]{64}$/);
  });

  it('rotates: two tokens are live, the third drops the oldest and says so', async () => {
    const [first, second, third] = [await connect('dev'), await connect('dev'), await connect('dev')];
    expect(first.err).toHaveLength(2);
    expect(second.err[1]).toBe('the token before it stays valid until the next rotation');
    expect(third.err[2]).toBe('warning: two tokens were live, and the oldest is no longer valid: a cluster that still uses it is refused');
    expect(aws.newest(name)).toBe([second, third].map(({ token }) => `dev=${hash('sha256', token)}`).join(','));
  });

  it('writes nothing for a token that there is', async () => {
    const { token } = await connect('dev', { tokenFile, url: 'https://x.example.com', profile: 'enforce' });
    expect(token).toBe('t'.repeat(43));
    expect(aws.parameters.size).toBe(0);
  });

  it('prints the mutating configuration beside the validating one', async () => {
    const { yaml } = await connect('dev', { tokenFile, mutation: true });
    expect(yaml.match(/^kind: .*/gm)).toEqual(['kind: ValidatingWebhookConfiguration', 'kind: MutatingWebhookConfiguration']);
  });

  it('prints both files of ImagePolicyWebhook', async () => {
    const { yaml } = await connect('dev', { tokenFile, imagePolicy: true, clientCertificate: '/c.crt', clientKey: '/c.key' });
    expect(yaml.match(/^kind: .*/gm)).toEqual(['kind: AdmissionConfiguration', 'kind: Config']);
    expect(yaml).toContain('client-certificate: /c.crt\n');
    const own = await connect('dev', { tokenFile, imagePolicy: true, ca: '/nowhere/ca.crt' });
    expect(own.yaml).toContain('certificate-authority: /nowhere/ca.crt\n');
  });

  it('leaves a list alone that it cannot read', async () => {
    aws.parameters.set(name, [{ Name: name, Value: 'oops', Type: 'StringList', Version: 7, LastModifiedDate: 0, LastModifiedUser: '' }]);
    await expect(connect('dev')).rejects.toThrow(`${name}: item 1: expected CLUSTER=<sha256 of a token, 64 lower-case hex digits>`);
    expect(aws.newest(name)).toBe('oops');
  });

  it.each<[string, Partial<ConnectOptions>, string]>([
    ['Prod', {}, 'CLUSTER: expected lower-case letters, digits and "-", 63 at most, got "Prod"'],
    [
      'dev',
      { url: 'http://x.example', stage: 'prod' },
      '--url: expected https, which is all that an API server calls, got "http://x.example"',
    ],
    ['dev', { excludeNamespace: ['A'] }, '--exclude-namespace: expected the name of a namespace, got "A"'],
    ['dev', { stack: 'a b' }, '--stack: expected the name of a stack, got "a b"'],
    ['dev', { service: 'a', tokenFile, ca: tokenFile }, '--service: expected NAMESPACE/NAME, got "a"'],
    ['dev', { service: 'a/b' }, '--service: expected --token-file and --ca, the token and the authority that were given to `serve`'],
    ['dev', { service: 'a/b', url: 'https://x' }, '--service or one of --url, --stack and --image-policy, not both'],
    ['dev', { clientCertificate: '/c', imagePolicy: true }, '--client-certificate and --client-key: expected both or none'],
    ['dev', { mutation: true, imagePolicy: true }, '--image-policy or --mutation, not both: they are for different API servers'],
    ['dev', { allNamespaces: true, excludeNamespace: ['a'] }, '--all-namespaces or --exclude-namespace, not both'],
  ])('refuses %s with %j', async (cluster, options, message) => {
    await expect(connect(cluster, options)).rejects.toThrow(message);
    expect(aws.parameters.size).toBe(0);
  });

  it('tells what a stack is that is not ours', async () => {
    const other = await awsEmulator({ Name: 'x' });
    process.env['AWS_ENDPOINT_URL_CLOUDFORMATION'] = `http://${other.host}`;
    await expect(connect('dev', { stack: 'other' })).rejects.toThrow(
      "the stack other has no output Url: expected one of Image Warden's, or --url",
    );
    await other.close();
    await expect(connect('dev', { stage: 'test' })).rejects.toThrow(
      /^CloudFormation: "no connection to 127\.0\.0\.1:\d+ \(ECONNREFUSED\)"; name the stack with --stack, or use --url and --stage$/,
    );
    useEmulator(aws);
  });

  it('does not say a token in its messages', async () => {
    writeFileSync(join(folder, 'short'), 'secret');
    await expect(connect('dev', { tokenFile: join(folder, 'short') })).rejects.toThrow(
      '--token-file: expected one line of 32 to 64 letters, digits, "_" and "-"',
    );
  });
});
