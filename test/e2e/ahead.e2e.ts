/**
 * `npm run e2e:ahead`: the built second function against moto_server (DynamoDB, ECR, KMS, Parameter Store) and a registry of ours
 * under ECR's name. An image is pushed, signed and scanned; admission then reads one item. Exit 1 when something differs.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { generate } from 'selfsigned';
import { systemClock } from '../../adapters/clock.ts';
import { dynamoVerdicts } from '../../adapters/evidence/dynamo-verdicts.ts';
import { own } from '../../core/workload/json.ts';
import { evidenceOf, evidenceSourcesOf } from '../../lambda/evidence.ts';
import { readSettings } from '../../lambda/settings.ts';
import { startRegistry, type TestRegistry } from '../adapters/registry/server.ts';
import { policyOf } from '../core/review/engine.ts';
import type { Dump } from '../core/signature/fixture.ts';
import { hasMoto, startMoto } from '../lambda/e2e/moto.ts';
import { buildBundle } from '../lambda/emulators/bundle.ts';
import { type ExecutionEnvironment, type RuntimeClient, startEnvironment } from '../lambda/emulators/environment.ts';
import { podReview } from '../lambda/gateway.ts';
import { type Account, account, openAccount, region, registryHost, repository, tableName } from './ahead/account.ts';
import { imageOf, referrerOf, signatureTag, signed } from './ahead/image.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** One of the two functions under our own client, its connections to ECR redirected. */
function clientOf(entry: 'index.mjs' | 'ahead.mjs'): RuntimeClient {
  return {
    args: (bundle) => [
      '--import',
      new URL('./ahead/redirect.mjs', import.meta.url).href,
      fileURLToPath(new URL('../lambda/emulators/runtime-client.mjs', import.meta.url)),
      pathToFileURL(join(bundle, entry)).href,
    ],
    env: () => ({}),
  };
}

interface World {
  readonly owner: Account;
  /** What the registry holds; replaced as things are pushed. */
  content: Dump;
  readonly registry: TestRegistry;
  /** Of the second function. */
  readonly environment: ExecutionEnvironment;
  /** Of the first. */
  readonly admitting: ExecutionEnvironment;
  readonly env: Readonly<Record<string, string>>;
}

async function main(): Promise<void> {
  if (!hasMoto()) return print('skipped: moto_server is not on the path');
  const folder = mkdtempSync(join(tmpdir(), 'image-warden-ahead-'));
  const stops: (() => unknown)[] = [() => rmSync(folder, { recursive: true })];
  try {
    const world = await start(folder, stops);
    await tell(world);
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

async function start(folder: string, stops: (() => unknown)[]): Promise<World> {
  const moto = await startMoto();
  stops.push(moto.stop);
  const owner = await openAccount(moto.port);
  const { cert, private: key } = await generate([{ name: 'commonName', value: registryHost }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: registryHost }] }],
  });
  const authority = join(folder, 'ca.pem');
  writeFileSync(authority, cert);
  const holder = { content: imageOf('first') };
  const registry = await startRegistry(liveDump(holder), { tls: { cert, key } });
  stops.push(registry.close);
  const bundle = buildBundle();
  stops.push(() => rmSync(bundle, { recursive: true }));
  const env = {
    AWS_REGION: region,
    AWS_ENDPOINT_URL: owner.url,
    AWS_ENDPOINT_URL_SSM: owner.url,
    AWS_ACCESS_KEY_ID: 'AKID',
    AWS_SECRET_ACCESS_KEY: 'secret',
    IMAGE_WARDEN_VERDICT_TABLE: tableName,
  };
  const more = { ...env, NODE_EXTRA_CA_CERTS: authority, REGISTRY_PORT: String(registry.port) };
  const base = { bundle, storeUrl: owner.url, env: more };
  const environment = await startEnvironment({ ...base, client: clientOf('ahead.mjs') });
  const admitting = await startEnvironment({ ...base, client: clientOf('index.mjs') });
  stops.push(environment.close, admitting.close);
  return Object.assign(holder, { owner, registry, environment, admitting, env });
}

/** A dump whose content may be replaced while it is served. */
function liveDump(holder: { readonly content: Dump }): Dump {
  return {
    get image() {
      return holder.content.image;
    },
    get tags() {
      return holder.content.tags;
    },
    get contents() {
      return holder.content.contents;
    },
  };
}

type Told = readonly [outcome: 'answered' | 'failed' | 'timed out', message: unknown, verdicts?: unknown];

/** What the function made of an event: how the invocation ended, and its line of the log. */
async function send({ environment }: World, event: object): Promise<Told> {
  const before = environment.lines.length;
  const { type } = await environment.api.invoke(event, 20_000);
  while (environment.lines.length === before) await wait(5);
  const line = JSON.parse(environment.lines.at(-1) ?? '') as Record<string, unknown>;
  return line['verdicts'] === undefined ? [type, line['message']] : [type, line['message'], line['verdicts']];
}

const envelope = { version: '0', id: '1', account, region, time: new Date().toISOString(), source: 'aws.ecr', resources: [] };

function push(digest: string, tag?: string): object {
  const detail = { 'action-type': 'PUSH', result: 'SUCCESS', 'repository-name': repository, 'image-digest': digest, 'image-tag': tag };
  return { ...envelope, 'detail-type': 'ECR Image Action', detail };
}

function scanned(digest: string): object {
  const detail = { 'scan-status': 'COMPLETE', 'repository-name': repository, 'image-digest': digest, 'finding-severity-counts': {} };
  return { ...envelope, 'detail-type': 'ECR Image Scan', detail };
}

let failed = 0;

async function step(name: string, seen: () => Promise<unknown>, expected: unknown): Promise<void> {
  const startMs = performance.now();
  const value = await seen().catch((error: unknown) => String(error));
  const good = isDeepStrictEqual(value, expected);
  if (!good) failed++;
  print(`${good ? 'ok  ' : 'FAIL'} ${name} (${Math.round(performance.now() - startMs)} ms)${good ? '' : `: ${JSON.stringify(value)}`}`);
}

async function tell(world: World): Promise<void> {
  const { owner } = world;
  const document = {
    images: [`${registryHost}/acme`],
    verifiers: { release: { cosign: { keys: [`awskms:///${owner.key}`] } } },
    require: { signedBy: ['release'] },
  };
  await owner.putPolicy(document);
  const { image } = world.content;
  await owner.putImage(image, Buffer.from(world.content.contents[image] ?? '', 'base64').toString());
  const referrer = referrerOf(world.content);
  await owner.putImage(referrer.digest, referrer.manifest);
  await step('an image is pushed', () => send(world, push(image, 'v1')), ['answered', 'judged', [['signature-required']]]);
  world.content = await signed(world.content, owner.sign);
  const tag = signatureTag(world.content);
  await step('it is signed by a key of KMS', () => send(world, push(world.content.tags[tag] ?? '', tag)), ['answered', 'judged', [[]]]);
  await step('the same event again', () => send(world, push(world.content.tags[tag] ?? '', tag)), ['answered', 'judged', [[]]]);
  await step('a referrer is pushed', () => send(world, push(referrer.digest)), ['answered', 'judged', [[]]]);
  await step('the table holds one item', async () => (await owner.items()).length, 1);
  await admission(world);
  await costs(world, document);
  await step('the newer of two verdicts stays', () => race(world), [true, true, 2000]);
  await owner.putPolicy({ ...document, require: { signedBy: ['release'], vulnerabilities: { max: 'medium' } } });
  await world.environment.move({ wall: 31_000, monotonic: 31_000 });
  await step('pushed again, not yet scanned', () => send(world, push(image, 'v1')), ['answered', 'judged', [['vulnerabilities']]]);
  await owner.startScan(image);
  await step('a scan has found too much', () => send(world, scanned(image)), ['answered', 'judged', [['vulnerabilities']]]);
  await step('no event of an image', () => send(world, { source: 'aws.s3' }), ['answered', 'an event that tells of no image']);
  await owner.dropTable();
  await step('the table is gone', () => send(world, push(image, 'v1')), ['failed', 'a verdict could not be kept', [['vulnerabilities']]]);
  await world.registry.close();
  await step('the registry is gone', () => send(world, scanned(image)), [
    'failed',
    'could not be checked',
    [['unverifiable', 'vulnerabilities']],
  ]);
}

/** The first function reads the verdict and asks no registry. */
async function admission(world: World): Promise<void> {
  const before = world.registry.seen.length;
  const image = `${registryHost}/${repository}@${world.content.image}`;
  await step('admission, in a cold environment', () => admit(world, image), true);
  await step('admission, in a warm one', () => admit(world, image), true);
  await step('the registry was not asked', async () => world.registry.seen.length - before, 0);
  await step('an image that nobody has pushed', () => admit(world, `${image.slice(0, -4)}0000`), false);
}

async function admit({ admitting }: World, image: string): Promise<unknown> {
  const invoked = await admitting.api.invoke({ ...podReview(image), cluster: 'prod' });
  return 'payload' in invoked ? own(own(invoked.payload, 'response'), 'allowed') : invoked.type;
}

/** What a verdict that is known costs a review. */
async function costs({ content, env }: World, document: object): Promise<void> {
  const policy = await policyOf(JSON.stringify({ version: 1, ...document }));
  const image = { host: registryHost, path: repository, digest: content.image };
  const settings = readSettings(env);
  const session = await evidenceOf(settings, systemClock).session(policy, 60_000);
  await measure('from memory', 2000, () => session.prove(image, policy.require.evidence));
  const { store } = evidenceSourcesOf(settings, systemClock);
  const keys = Array.from({ length: 200 }, (_, index) => `other ${index}`);
  await measure('from the table, over a kept connection', keys.length, () => store.get(keys.pop() ?? ''));
}

/** Two environments judged one image, and the one that began later is done first. */
async function race({ env }: World): Promise<unknown> {
  const { get, put } = dynamoVerdicts(evidenceSourcesOf(readSettings(env), systemClock).awsCall, { name: tableName, region });
  const verdict = { violations: [], judgedMs: 2000, untilMs: 3000 };
  const kept = [await put('race', verdict), await put('race', { ...verdict, judgedMs: 1000 })];
  return [...kept, (await get('race'))?.judgedMs];
}

/** CPU and wall time of one of many, in milliseconds; for docs/evidence-ahead.md. */
async function measure(what: string, times: number, work: () => Promise<unknown>): Promise<void> {
  await work();
  const [startMs, before] = [performance.now(), process.cpuUsage()];
  for (let time = 1; time < times; time++) await work();
  const { user, system } = process.cpuUsage(before);
  const each = (ms: number): string => (ms / (times - 1)).toFixed(3);
  print(`     a verdict ${what}: ${each((user + system) / 1000)} ms of CPU, ${each(performance.now() - startMs)} ms`);
}

await main();
process.exitCode = failed === 0 ? 0 : 1;
