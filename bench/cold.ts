/**
 * G3: CPU of a fresh process until its first answer, against an empty handler; with its policy at hand, too, since the call for it
 * has a goal of its own. G5: what a first signed call over https adds, in all and alone. G11: memory.
 */
import { hash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { selfSignedCertificate } from '../adapters/certificate.ts';
import { token } from '../test/lambda/gateway.ts';
import { bodies } from './bodies.ts';
import { type Figure, figureOf, goals } from './goals.ts';
import { emptyHandler, isAllowed, startProcess } from './process.ts';
import { buildVariant } from './variant.ts';
import { type BenchWorld, cpuNs, freshEvent, highWaterKb, scopes } from './world.ts';

interface Sample {
  readonly cpuMs: number;
  readonly memoryKb: number;
}

interface Variant {
  readonly handler: string;
  readonly env: Readonly<Record<string, string>>;
  /** The answer must be an allow. */
  readonly judges: boolean;
}

async function sample({ handler, env, judges }: Variant): Promise<Sample> {
  const server = await startProcess(handler, env);
  try {
    const answer = await server.invoke(freshEvent(bodies['2KB']));
    if (judges && !isAllowed(answer)) throw new Error('the measured answer is no allow');
    return { cpuMs: cpuNs(server.pid) / 1e6, memoryKb: highWaterKb(server.pid) };
  } finally {
    await server.close();
  }
}

/** All variants in each round, shuffled. */
async function samplesOf<K extends string>(variants: Readonly<Record<K, Variant>>, rounds: number): Promise<Record<K, Sample>[]> {
  const all: Record<K, Sample>[] = [];
  for (let round = 0; round < rounds; round++) {
    const keys = (Object.keys(variants) as K[]).toSorted(() => Math.random() - 0.5);
    const one: Partial<Record<K, Sample>> = {};
    for (const key of keys) one[key] = await sample(variants[key]);
    all.push(one as Record<K, Sample>);
  }
  return all;
}

export async function measureCold({
  bundle,
  bakedBundle,
  store,
  quick,
}: BenchWorld): Promise<Record<'G3' | 'G5' | 'G11', Record<string, Figure>>> {
  const secure = await secureStore();
  const trust = { NODE_EXTRA_CA_CERTS: secure.certificateFile };
  const ours = `${bundle}/index.mjs`;
  const [atHand, call] = [await buildVariant(bundle, 'at-hand'), await buildVariant(bundle, 'call')];
  const variants = {
    empty: { handler: emptyHandler, env: {}, judges: false },
    few: { handler: ours, env: { AWS_ENDPOINT_URL_SSM: store.url }, judges: true },
    many: { handler: `${bakedBundle}/index.mjs`, env: { AWS_ENDPOINT_URL_SSM: store.url, IMAGE_WARDEN_STAGE: 'baked' }, judges: true },
    atHand: { handler: atHand, env: { IMAGE_WARDEN_BENCH_PARAMETERS: JSON.stringify(fewParameters) }, judges: true },
    call: { handler: call, env: { ...trust, AWS_ENDPOINT_URL_SSM: secure.url }, judges: false },
    emptyTrusting: { handler: emptyHandler, env: trust, judges: false },
    https: { handler: ours, env: { ...trust, AWS_ENDPOINT_URL_SSM: secure.url }, judges: true },
  };
  try {
    const samples = await samplesOf(variants, quick ? 5 : 21);
    const median = (key: keyof typeof variants): string =>
      figureOf(
        samples.map((one) => one[key].cpuMs),
        0,
      ).ratio.toFixed(1);
    process.stderr.write(
      `CPU to the first response, ms: ${(Object.keys(variants) as (keyof typeof variants)[]).map((key) => `${key} ${median(key)}`).join(', ')}\n`,
    );
    const goal = (id: string, key: string): number => goals[id]?.[key] ?? 0;
    return {
      G3: {
        '100 entries': figureOf(
          samples.map(({ few, empty }) => few.cpuMs / empty.cpuMs),
          goal('G3', '100 entries'),
        ),
        '100 entries, at hand': figureOf(
          samples.map(({ atHand, empty }) => atHand.cpuMs / empty.cpuMs),
          goal('G3', '100 entries, at hand'),
        ),
        '10,000 entries': figureOf(
          samples.map(({ many, empty }) => many.cpuMs / empty.cpuMs),
          goal('G3', '10,000 entries'),
        ),
      },
      G5: {
        ms: figureOf(
          samples.map(({ https, emptyTrusting }) => https.cpuMs - emptyTrusting.cpuMs),
          goal('G5', 'ms'),
        ),
        'ms, the call alone': figureOf(
          samples.map(({ call, emptyTrusting }) => call.cpuMs - emptyTrusting.cpuMs),
          goal('G5', 'ms, the call alone'),
        ),
      },
      G11: {
        'first response': figureOf(
          samples.map(({ few, empty }) => few.memoryKb / empty.memoryKb),
          goal('G11', 'first response'),
        ),
        'after load': await afterLoad(variants.few, variants.empty, quick),
      },
    };
  } finally {
    secure.close();
  }
}

/** The same events for both. */
async function afterLoad(ours: Variant, empty: Variant, quick: boolean): Promise<Figure> {
  const loaded = async ({ handler, env }: Variant): Promise<number> => {
    const server = await startProcess(handler, env);
    for (let call = 0; call < 100; call++) await server.invoke(freshEvent(bodies['1.5MB']));
    const memoryKb = highWaterKb(server.pid);
    await server.close();
    return memoryKb;
  };
  const ratios: number[] = [];
  for (let round = 0; round < (quick ? 1 : 5); round++) ratios.push((await loaded(ours)) / (await loaded(empty)));
  return figureOf(ratios, goals['G11']?.['after load'] ?? 0);
}

const nameOf = (parameter: string): string => `/image-warden/prod/${parameter}`;

/** A policy of 100 entries, as the store holds it. */
const fewParameters = {
  [nameOf('allowlist')]: scopes(100).join(','),
  [nameOf('policy')]: null,
  [nameOf('clusters')]: `prod=${hash('sha256', token)}`,
};

/** Answers every call with them, over TLS. */
async function secureStore() {
  const { cert, key } = await selfSignedCertificate();
  const certificateFile = join(tmpdir(), `image-warden-bench-${process.pid}.pem`);
  writeFileSync(certificateFile, cert);
  const Parameters = Object.entries(fewParameters).flatMap(([Name, Value]) => (Value === null ? [] : [{ Name, Value }]));
  const body = JSON.stringify({ Parameters, InvalidParameters: [nameOf('policy')] });
  const server = createServer({ cert, key }, (request, response) => request.resume().on('end', () => response.end(body)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `https://localhost:${(server.address() as AddressInfo).port}`, certificateFile, close };
}
