/**
 * What evidence takes, in a process of its own. `cold FILE`: the first answer, with all that it loads. `cached FILE`: CPU of answers
 * whose verdicts are kept, against the same reviews under a policy that asks for nothing. FILE holds a job.
 */
import { readFileSync } from 'node:fs';
import { evidenceSource, type RunningEvidence } from '../adapters/evidence/evidence-source.ts';
import { memoryVerdicts } from '../adapters/evidence/memory-verdicts.ts';
import { anonymous } from '../adapters/registry/credentials.ts';
import { loadPolicy } from '../core/policy/load.ts';
import type { Clock } from '../core/ports.ts';
import { answer } from '../core/review/answer.ts';
import type { Engine } from '../core/review/engine.ts';

export interface EvidenceJob {
  readonly route: 'admission' | 'mutation';
  /** Texts of AdmissionReviews. */
  readonly bodies: readonly string[];
  /** Documents; the second is the one to compare with. */
  readonly policies: readonly string[];
  readonly rounds: number;
}

export interface ColdSample {
  readonly ms: number;
  readonly cpuMs: number;
}

/** When the fixtures were signed: their certificates end. */
const clock: Clock = { now: () => Date.parse('2026-11-24T20:00:00Z'), monotonic: () => performance.now() };
const batch = 50;

const [mode = '', file = ''] = process.argv.slice(2);
const job = JSON.parse(readFileSync(file, 'utf8')) as EvidenceJob;

async function engineOf(document: string, evidence: RunningEvidence): Promise<Engine> {
  const loaded = await loadPolicy({ allowlist: null, document: { name: 'policy.json', text: document } });
  if ('problems' in loaded) throw new Error(loaded.problems.join('\n'));
  const { policy } = loaded;
  return {
    policies: { current: async () => ({ policy, stale: false, clusters: null, problem: null }) },
    clock,
    ids: { next: () => '01J00000000000000000000000' },
    log: { write: () => true },
    evidence,
    routes: { open: false, clusters: true, check: 'anybody' },
  };
}

async function judge(engine: Engine, body: Buffer): Promise<void> {
  const { status, body: text } = await answer(
    {
      method: 'POST',
      segments: ['v1', 'clusters', 'prod', 'x'.repeat(32), job.route],
      timeout: '30s',
      contentType: 'application/json',
      contentEncoding: null,
      remainingMs: null,
      caller: null,
      body: async () => body,
    },
    engine,
  );
  if (status !== 200 || !text.includes('"allowed":true')) throw new Error(`the measured answer is no allow: ${text}`);
}

async function cpuMsOf(engine: Engine, body: string, count: number): Promise<number> {
  const bodies = Array.from({ length: count }, () => Buffer.from(body));
  const before = process.cpuUsage();
  for (const one of bodies) await judge(engine, one);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / count;
}

async function cached(asking: Engine, plain: Engine, body: string): Promise<number[]> {
  for (let warmUp = 0; warmUp < 4; warmUp++) for (const engine of [asking, plain]) await cpuMsOf(engine, body, batch);
  const added: number[] = [];
  for (let round = 0; round < job.rounds; round++) {
    const plainFirst = Math.random() < 0.5 ? await cpuMsOf(plain, body, batch) : null;
    const asked = await cpuMsOf(asking, body, batch);
    added.push(asked - (plainFirst ?? (await cpuMsOf(plain, body, batch))));
  }
  return added;
}

const credentials = () => async () => anonymous;
const keys = { publicKey: async () => ({ unknown: 'no key service' }) };
const evidence = evidenceSource({ clock, store: memoryVerdicts(), keys, scans: [], credentials, commandLine: true });
const engines = await Promise.all(job.policies.map((document) => engineOf(document, evidence)));
const [asking, plain] = engines;
if (asking === undefined) throw new Error('a job without a policy');
const measured: unknown[] = [];
for (const body of job.bodies) {
  if (mode === 'cached') {
    measured.push(await cached(asking, plain ?? asking, body));
    continue;
  }
  const before = process.cpuUsage();
  const start = performance.now();
  await judge(asking, Buffer.from(body));
  const { user, system } = process.cpuUsage(before);
  measured.push({ ms: performance.now() - start, cpuMs: (user + system) / 1000 } satisfies ColdSample);
}
process.send?.(measured, () => process.exit(0));
