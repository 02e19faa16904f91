import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { rawClient } from './raw.ts';

const main = new URL('../../cli/main.ts', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'main-'));
const policy = join(folder, 'image-warden.yaml');
writeFileSync(policy, 'version: 1\nimages: [secureoci.com]\n');
writeFileSync(
  join(folder, 'pod.yaml'),
  'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: c, image: nginx}]}\n',
);
afterAll(() => rmSync(folder, { recursive: true }));

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { cwd: folder, encoding: 'utf8' });
  return { status, stdout, stderr };
}

/** A `serve` that listens, and what it has said so far on standard error. */
async function serve(): Promise<{ child: ChildProcess; url: string; err: () => string; ended: Promise<unknown> }> {
  const child = spawn(process.execPath, [main, 'serve', '--http', '--port', '0'], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let err = '';
  child.stderr?.on('data', (chunk) => {
    err += chunk;
  });
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)));
  const url = await new Promise<string>((resolve) => {
    let out = '';
    child.stdout?.on('data', (chunk) => {
      out += chunk;
      const [, found] = /listening on (\S+)\ntry it: .*\n/.exec(out) ?? [];
      if (found !== undefined) resolve(found);
    });
  });
  return { child, url, err: () => err, ended };
}
const review = '{"kind":"ImageReview","spec":{"containers":[{"image":"secureoci.com/a"}]}}';
const post = async (url: string) => (await fetch(`${url}/`, { method: 'POST', body: review })).status;

describe('image-warden', () => {
  it('tells its commands', () => {
    const { status, stdout, stderr } = run('--help');
    expect([status, stderr]).toEqual([0, '']);
    for (const name of ['check', 'explain', 'serve', 'trust']) expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
  });

  it.each<[string, string[], number, RegExp | string, RegExp | string]>([
    ['an allowed image', ['explain', 'secureoci.com/a'], 0, /^secureoci\.com\/a:latest: allowed\n/, ''],
    ['a denied file', ['check', 'pod.yaml'], 1, /docker\.io\/library\/nginx:latest is denied by registry-allowlist/, ''],
    ['no command', [], 2, '', /^Usage: image-warden /],
    ['an unknown command', ['frobnicate'], 2, '', /^error: unknown command 'frobnicate'/],
    ['an unknown option', ['serve', '--nope'], 2, '', /^error: unknown option '--nope'/],
    ['a wrong namespace', ['explain', 'a', '--namespace', 'A B'], 2, '', /expected the name of a namespace/],
    ['nothing to check', ['check'], 2, '', /^nothing to check: [^\n]+\n$/],
    ['a bad policy', ['serve', '--policy', 'pod.yaml'], 2, '', /^pod\.yaml:1:1: apiVersion: [^\n]+\n/],
    ['a wrong mirror', ['trust', 'update', '--mirror', 'x'], 2, '', /^--mirror: expected an https URL [^\n]+\n$/],
    ['a wrong port', ['serve', '--port', 'x'], 2, '', '--port: expected 0 to 65535, got "x"\n'],
  ])('%s', (_, args, status, stdout, stderr) => {
    const seen = run(...args);
    expect(seen).toEqual({
      status,
      stdout: typeof stdout === 'string' ? stdout : expect.stringMatching(stdout),
      stderr: typeof stderr === 'string' ? stderr : expect.stringMatching(stderr),
    });
  });

  it('takes a reader that leaves early for what it is', () => {
    const script = '"$0" "$1" check --format json pod.yaml | true; exit "$PIPESTATUS"';
    const { status, stderr } = spawnSync('bash', ['-c', script, process.execPath, main], { cwd: folder, encoding: 'utf8' });
    expect([status, stderr]).toEqual([1, '']);
  });

  it('never takes a result that is lost for a success', () => {
    const script = '"$0" "$1" explain secureoci.com/a > /dev/full';
    const { status, stderr } = spawnSync('bash', ['-c', script, process.execPath, main], { cwd: folder, encoding: 'utf8' });
    expect([status, stderr]).toEqual([2, 'standard output: ENOSPC: no space left on device, write\n']);
  });
});

describe('image-warden serve', () => {
  it('says in one line that the port is in use', async () => {
    const { child, url, ended } = await serve();
    const { port } = new URL(url);
    expect(run('serve', '--http', '--port', port)).toEqual({
      status: 2,
      stdout: '',
      stderr: `port ${port} of 127.0.0.1 is in use: stop what listens there, or give another --port\n`,
    });
    child.kill('SIGINT');
    expect(await ended).toBe(0);
  });

  it('answers a request that runs when SIGTERM comes, then ends', async () => {
    const { child, url, err, ended } = await serve();
    const client = await rawClient(url);
    const text = `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${review.length}\r\n\r\n${review}`;
    client.socket.write(text.slice(0, -1));
    expect(await post(url)).toBe(200);
    child.kill('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 100));
    client.socket.write(text.slice(-1));
    expect(await client.all).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect([await ended, err()]).toEqual([0, '']);
  });

  it('goes on when nobody reads its records any more, and counts what is lost', async () => {
    const { child, url, err, ended } = await serve();
    child.stdout?.destroy();
    for (let index = 0; index < 12; index++) expect(await post(url)).toBe(200);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(err()).toBe(
      '1 record could not be written so far: write EPIPE\n10 records could not be written so far: write EPIPE\n12 records could not be written\n',
    );
  });
});
