/**
 * G6, G7: CPU per request of other webhooks, over HTTP on one core, against `serve`. A peer joins by its URL; its process is
 * found by the port that it listens on.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { bodies } from './bodies.ts';
import { type Figure, figureOf, peerGoals } from './goals.ts';
import { type BenchWorld, cpuNs, pinned } from './world.ts';

const connections = 16;
const sizes = ['2KB', '6KB', '100KB'] as const;
const variables = {
  'kube-image-bouncer': 'IMAGE_WARDEN_BENCH_BOUNCER',
  opa: 'IMAGE_WARDEN_BENCH_OPA',
  go: 'IMAGE_WARDEN_BENCH_GO',
} as const;

interface Peer {
  readonly url: string;
  readonly pid: number;
}

export async function measurePeers({ quick }: BenchWorld): Promise<Record<string, Record<string, Figure>>> {
  const results: Record<string, Record<string, Figure>> = {};
  for (const [id, peers] of Object.entries(peerGoals)) {
    for (const [name, goals] of Object.entries(peers)) {
      const url = process.env[variables[name as keyof typeof variables]];
      if (url === undefined) continue;
      const ours = await startServe();
      const peer = { url, pid: pidOf(Number(new URL(url).port)) };
      await checkAnswers(ours);
      await checkAnswers(peer);
      for (const [index, size] of sizes.entries())
        results[id] = {
          ...results[id],
          [`${name} ${size}`]: figureOf(await ratiosOf(peer, ours, bodies[size], quick), goals[index] ?? 0, 'higher'),
        };
      ours.stop();
    }
  }
  return results;
}

async function startServe(): Promise<Peer & { stop(): void }> {
  const policy = join(mkdtempSync(join(tmpdir(), 'image-warden-serve-')), 'policy.yaml');
  writeFileSync(policy, 'version: 1\nimages: [secureoci.com, ghcr.io/acme]\n');
  const [command = '', ...args] = pinned([process.execPath, 'cli/main.ts', 'serve', '--policy', policy, '--http', '--port', '0']);
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  child.stdout.resume();
  return { url: `${line.replace('listening on ', '')}/admission`, pid: child.pid ?? 0, stop: () => child.kill() };
}

/** A peer that lets everything pass is fast. */
async function checkAnswers({ url }: Peer): Promise<void> {
  const agent = new Agent();
  const allowed = async (body: string): Promise<boolean> => /"allowed":\s*true/.test(await post(url, body, agent));
  const [good, bad] = [await allowed(bodies['2KB']), await allowed(bodies['2KB'].replace('secureoci.com', 'evil.example'))];
  if (!good || bad) throw new Error(`${url}: allows the good one: ${good}, the bad one: ${bad}`);
}

async function ratiosOf(peer: Peer, ours: Peer, body: string, quick: boolean): Promise<number[]> {
  const ratios: number[] = [];
  for (const one of [peer, ours]) await load(one, body, 1000);
  for (let round = 0; round < (quick ? 2 : 5); round++) ratios.push((await load(peer, body, 2000)) / (await load(ours, body, 2000)));
  return ratios;
}

/** Nanoseconds of the server's CPU for a request. */
async function load({ url, pid }: Peer, body: string, forMs: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const before = cpuNs(pid);
  const end = performance.now() + forMs;
  let count = 0;
  const worker = async (): Promise<void> => {
    for (; performance.now() < end; count++) await post(url, body, agent);
  };
  await Promise.all(Array.from({ length: connections }, worker));
  agent.destroy();
  return (cpuNs(pid) - before) / count;
}

function post(url: string, body: string, agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers: { 'content-type': 'application/json' } }, (response) => {
      if (response.statusCode === 200) text(response).then(resolve, reject);
      else reject(new Error(`${url}: HTTP ${response.statusCode}`));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** By the socket that listens on a port (proc_pid_net(5)). */
function pidOf(port: number): number {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const listening = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/)),
  );
  const inode = listening.find((fields) => fields[1]?.endsWith(`:${hex}`) && fields[3] === '0A')?.[9];
  const holds = (pid: string): boolean => {
    try {
      return readdirSync(`/proc/${pid}/fd`).some((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`) === `socket:[${inode}]`);
    } catch {
      return false;
    }
  };
  const pid = readdirSync('/proc').find((name) => /^\d+$/.test(name) && holds(name));
  if (pid === undefined) throw new Error(`no process on this machine listens on port ${port}`);
  return Number(pid);
}
