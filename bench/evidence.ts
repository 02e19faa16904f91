/**
 * Evidence: what a kept verdict adds to a review (CPU), and what the first one takes with a registry that waits 30 ms before each
 * answer (round trips, time, connections). Every cold sample is a fresh process; what is measured is bundled as it is shipped.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { selfSignedCertificate } from '../adapters/certificate.ts';
import { measureIn } from './child.ts';
import type { ColdSample, EvidenceJob } from './evidence-child.ts';
import { policiesFor, reviewOf, type Signed, signed } from './evidence-jobs.ts';
import { startSlowRegistry } from './evidence-registry.ts';
import { type Figure, figureOf, goals } from './goals.ts';
import type { BenchWorld } from './world.ts';

interface Cold extends Signed {
  readonly images: 1 | 20;
  readonly token: boolean;
  /** By its tag, which a mutation pins first; else by its digest. */
  readonly byTag: boolean;
  readonly https: boolean;
}

const one = { images: 1, token: false, byTag: false, https: false } as const;
const many = { images: 20, token: false, byTag: false, https: false } as const;

const cold: Readonly<Record<string, Cold>> = {
  key: { ...one, ...signed.key },
  'key, token': { ...one, ...signed.key, token: true },
  'bundle, token': { ...one, ...signed.bundle, token: true },
  'bundle, token, by tag': { ...one, ...signed.bundle, token: true, byTag: true },
  keyless: { ...one, ...signed.keyless },
  'keyless, token': { ...one, ...signed.keyless, token: true },
  notation: { ...one, ...signed.notation },
  'notation, token': { ...one, ...signed.notation, token: true },
  'key, token, https': { ...one, ...signed.key, token: true, https: true },
  '20 images': { ...many, ...signed.bundle },
  '20 images, token': { ...many, ...signed.bundle, token: true },
  '20 images keyless, token': { ...many, ...signed.keyless, token: true },
  '20 images, token, https': { ...many, ...signed.bundle, token: true, https: true },
};

export async function measureEvidence({ quick }: Pick<BenchWorld, 'quick'>): Promise<Record<'evidence', Record<string, Figure>>> {
  const folder = mkdtempSync(join(tmpdir(), 'image-warden-evidence-'));
  try {
    const script = bundleInto(folder);
    const figures = await measureCached(script, folder, quick ? 9 : 41);
    for (const [name, what] of Object.entries(cold)) Object.assign(figures, await measureCold(name, what, script, folder, quick ? 3 : 15));
    return { evidence: figures };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** With lazy chunks and the aliases of build.ts: what is not shipped costs more to load. */
function bundleInto(folder: string): string {
  buildSync({
    entryPoints: ['bench/evidence-child.ts'],
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    alias: { 'node:http': './lambda/builtins/http.ts', 'node:timers': './lambda/builtins/timers.ts' },
    banner: { js: 'const require=process.getBuiltinModule;' },
    logLevel: 'error',
  });
  return join(folder, 'evidence-child.mjs');
}

async function run<T>(
  script: string,
  folder: string,
  mode: 'cold' | 'cached',
  job: EvidenceJob,
  env: Record<string, string> = {},
): Promise<T> {
  const file = join(folder, 'job.json');
  writeFileSync(file, JSON.stringify(job));
  return measureIn<T>(script, [mode, file], env);
}

async function measureCached(script: string, folder: string, rounds: number): Promise<Record<string, Figure>> {
  const { dump, verifier } = signed.bundle;
  const registry = await startSlowRegistry(dump, false);
  try {
    const { asking, plain } = policiesFor(registry.host, verifier);
    const bodies = ([1, 20] as const).map((images) => reviewOf(images, (index) => `${registry.host}/acme/app-${index}@${dump.image}`));
    const job = { route: 'admission', bodies, policies: [asking, plain], rounds } as const;
    const [single = [], pod = []] = await run<number[][]>(script, folder, 'cached', job);
    return { 'cached, 1 image: ms of CPU': absolute('cached', single), 'cached, 20 images: ms of CPU': absolute('cached', pod) };
  } finally {
    await registry.close();
  }
}

async function measureCold(
  name: string,
  { dump, verifier, images, token, byTag, https }: Cold,
  script: string,
  folder: string,
  rounds: number,
): Promise<Record<string, Figure>> {
  const tls = https ? await selfSignedCertificate() : null;
  const trust = join(folder, 'registry.pem');
  if (tls !== null) writeFileSync(trust, tls.cert);
  const registry = await startSlowRegistry(dump, token, tls);
  try {
    const body = reviewOf(images, (index) => `${registry.host}/acme/app-${index}${byTag ? ':1' : `@${dump.image}`}`);
    const route = byTag ? 'mutation' : 'admission';
    const job = { route, bodies: [body], policies: [policiesFor(registry.host, verifier, !https).asking], rounds: 1 } as const;
    const samples: (ColdSample & ReturnType<typeof registry.traffic>)[] = [];
    for (let round = 0; round < rounds; round++) {
      const [sample = { ms: Number.NaN, cpuMs: Number.NaN }] = await run<ColdSample[]>(
        script,
        folder,
        'cold',
        job,
        tls === null ? {} : { NODE_EXTRA_CA_CERTS: trust },
      );
      samples.push({ ...sample, ...registry.traffic() });
    }
    const figure = (goal: string, of: (sample: (typeof samples)[number]) => number) => absolute(goal, samples.map(of));
    return {
      ...(images === 1 ? { [`${name}: round trips`]: figure('round trips', ({ roundTrips }) => roundTrips) } : {}),
      [`${name}: ms`]: figure(images === 1 ? 'ms' : '20 images: ms', ({ ms }) => ms),
      [`${name}: connections`]: figure('connections', ({ connections }) => connections),
    };
  } finally {
    await registry.close();
  }
}

/** Goals of evidence are no ratios: what counts is on which side of them the quartiles lie. */
function absolute(goal: string, samples: readonly number[]): Figure {
  const figure = figureOf(samples, goals['evidence']?.[goal] ?? 0);
  return { ...figure, ok: figure.p75 <= figure.goal ? true : figure.p25 > figure.goal ? false : null };
}
