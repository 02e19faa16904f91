/**
 * A real API server asks our real server: `npm run e2e:cluster`, with KUBE_APISERVER (1.20) and ETCD in the environment and
 * kubectl on the path. One line a case; exit 1 when one differs.
 */
import { hash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as cases from './cluster/cases.ts';
import { type Connected, connect, connected, connectedPods, doctor, healthy, inCluster, writeImagePolicy } from './cluster/connect.ts';
import { type Binaries, startApiServer, startEtcd } from './cluster/control-plane.ts';
import { type Kubectl, kubeConfig, kubectl } from './cluster/kubectl.ts';
import { imagePolicyAdmission, pod, webhook } from './cluster/manifests.ts';
import { makePki, type Pki } from './cluster/pki.ts';
import type { Program } from './cluster/program.ts';
import { signedCases, startSignedImages, writeSignedPolicy } from './cluster/signed.ts';
import { startWarden, type Warden } from './cluster/warden.ts';

const policyText = `version: 1
exemptNamespaces: [kube-system]
images: [secureoci.com]
clusters: { lenient: { mode: warn } }
`;
const print = (line: string): void => void process.stdout.write(`${line}\n`);

interface World {
  readonly binaries: Binaries;
  readonly folder: string;
  readonly pki: Pki;
  readonly policy: string;
  /** Stopped at the end, the last one first. */
  readonly programs: Program[];
}

async function main(): Promise<number> {
  const { KUBE_APISERVER: apiServer, ETCD: etcd } = process.env;
  if (!apiServer || !etcd) {
    print('skipped: set KUBE_APISERVER and ETCD to the paths of these two programs');
    return 0;
  }
  const folder = mkdtempSync(join(tmpdir(), 'image-warden-e2e-'));
  const policy = join(folder, 'policy.yaml');
  writeFileSync(policy, policyText);
  const programs: Program[] = [];
  try {
    mkdirSync(join(folder, 'pki'));
    const pki = await makePki(join(folder, 'pki'));
    const failed = await run({ binaries: { apiServer, etcd }, folder, pki, policy, programs });
    print(failed === 0 ? 'all as expected' : `${failed} not as expected`);
    return failed === 0 ? 0 : 1;
  } finally {
    for (const program of programs.reverse()) await program.stop();
    rmSync(folder, { recursive: true });
  }
}

async function run(world: World): Promise<number> {
  const store = await startEtcd(world.binaries, world.folder);
  world.programs.push(store);
  const open = await startWarden(world.policy, null, world.pki, world.folder);
  world.programs.push(open);
  const { admission, failed } = await webhooks(world, store, open);
  await admission.stop();
  return failed + (await imagePolicyWebhook(world, store, open));
}

/** Through a ValidatingWebhookConfiguration. */
async function webhooks(world: World, store: Awaited<ReturnType<typeof startEtcd>>, open: Warden) {
  const { binaries, pki, folder, policy, programs } = world;
  const admission = await startApiServer(binaries, store, pki, folder, []);
  programs.push(admission);
  const [token, wrong] = [randomBytes(32).toString('base64url'), randomBytes(32).toString('base64url')];
  const clusters = join(folder, 'clusters.yaml');
  writeFileSync(clusters, JSON.stringify({ e2e: [hash('sha256', token)], lenient: [hash('sha256', token)] }));
  const guarded = await startWarden(policy, clusters, pki, folder);
  programs.push(guarded);
  const ask = kubectl({ server: admission.url, ca: pki.ca, user: pki.admin }, folder);
  const ca = readFileSync(pki.ca, 'utf8');
  const at = (cluster: string, secret: string): string => `${guarded.url}/v1/clusters/${cluster}/${secret}/admission`;
  const check = (list: readonly cases.Case[]): number => runCases(ask, list);

  let failed = check(cases.before) + check(inCluster);
  const joined = { url: guarded.url, cluster: 'e2e', token, ca: pki.ca };
  failed += await connectAndDoctor(ask, joined, folder);
  failed += await signedImages(world, ask, clusters, token);
  await configure(ask, webhook(at('e2e', token), 'Fail', ca), /denied the request/);
  failed += check(cases.guarded);
  await configure(ask, webhook(at('lenient', token), 'Fail', ca), /would be denied/);
  failed += check(cases.lenient);
  await configure(ask, webhook(at('e2e', wrong), 'Fail', ca), /wrong token/);
  failed += check(cases.wrongToken);
  await configure(ask, webhook(`${open.url}/admission`, 'Fail', ca), /denied the request/);
  failed += check(cases.open);
  await configure(ask, webhook(at('e2e', token), 'Fail', ca), /denied the request/);
  await guarded.stop();
  failed += check(cases.downFail);
  await configure(ask, webhook(at('e2e', token), 'Ignore', ca), /created/);
  failed += check(cases.downIgnore);
  ask(['delete', 'validatingwebhookconfiguration', 'image-warden']);
  return { admission, failed };
}

/** What `connect` prints is applied and heeded, and `doctor` finds no blind spot, its canary denied; how many cases differ. */
async function connectAndDoctor(ask: Kubectl, joined: Connected, folder: string): Promise<number> {
  const file = connect(joined, ['--profile', 'enforce', '--mutation'], folder);
  ask(['apply', '--validate=false', '-f', file]);
  await heeded(ask, /denied the request/);
  const failed = runCases(ask, connected) + cases.runCases(() => doctor(folder), healthy, print);
  ask(['delete', '-f', file]);
  return failed;
}

/** The same two webhooks under a policy that wants signatures. */
async function signedImages({ pki, folder, programs }: World, ask: Kubectl, clusters: string, token: string): Promise<number> {
  const registry = await startSignedImages(folder);
  programs.push(registry);
  const server = await startWarden(writeSignedPolicy(registry.host, folder), clusters, pki, folder);
  programs.push(server);
  const file = connect({ url: server.url, cluster: 'e2e', token, ca: pki.ca }, ['--profile', 'enforce', '--mutation'], folder);
  ask(['apply', '--validate=false', '-f', file]);
  await heeded(ask, /denied the request/);
  const failed = runCases(ask, signedCases(registry.host));
  ask(['delete', '-f', file]);
  return failed;
}

/** Through ImagePolicyWebhook, which takes a server with other flags. */
async function imagePolicyWebhook(world: World, store: Awaited<ReturnType<typeof startEtcd>>, open: Warden): Promise<number> {
  const { binaries, pki, folder, programs } = world;
  const backend = join(folder, 'backend.json');
  writeFileSync(backend, kubeConfig({ server: `${open.url}/image_policy`, ca: pki.ca, user: pki.client }));
  const admission = join(folder, 'admission.json');
  writeFileSync(admission, JSON.stringify(imagePolicyAdmission(backend)));
  const flags = ['--enable-admission-plugins=ImagePolicyWebhook', `--admission-control-config-file=${admission}`];
  const server = await startApiServer(binaries, store, pki, folder, flags);
  programs.push(server);
  const ask = kubectl({ server: server.url, ca: pki.ca, user: pki.admin }, folder);
  const failed = runCases(ask, cases.imagePolicy);
  await open.stop();
  const down = runCases(ask, cases.imagePolicyDown);
  await server.stop();
  return failed + down + (await connectedImagePolicy(world, store));
}

/** With the two files that `connect --image-policy` prints, and its guarded route. */
async function connectedImagePolicy({ binaries, pki, folder, policy, programs }: World, store: Awaited<ReturnType<typeof startEtcd>>) {
  const token = randomBytes(32).toString('base64url');
  const clusters = join(folder, 'clusters.yaml');
  writeFileSync(clusters, JSON.stringify({ edge: [hash('sha256', token)] }));
  const guarded = await startWarden(policy, clusters, pki, folder);
  programs.push(guarded);
  const admission = writeImagePolicy({ url: guarded.url, cluster: 'edge', token, ca: pki.ca }, pki.client, folder);
  const flags = ['--enable-admission-plugins=ImagePolicyWebhook', `--admission-control-config-file=${admission}`];
  const server = await startApiServer(binaries, store, pki, folder, flags);
  programs.push(server);
  return runCases(kubectl({ server: server.url, ca: pki.ca, user: pki.admin }, folder), connectedPods);
}

/** Applies the webhook and waits until the API server has heard of it, which takes it a second or so. */
async function configure(ask: Kubectl, configuration: object, sign: RegExp): Promise<void> {
  ask(['apply', '--validate=false', '-f', '-'], configuration);
  await heeded(ask, sign);
}

async function heeded(ask: Kubectl, sign: RegExp): Promise<void> {
  const canary = pod('canary', 'nginx:canary');
  for (let attempt = 0; attempt < 40; attempt++) {
    if (sign.test(ask(['create', '--validate=false', '--dry-run=server', '-f', '-'], canary))) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  print(`the API server does not heed the webhook: never seen ${sign}`);
}

function runCases(ask: Kubectl, list: readonly cases.Case[]): number {
  return cases.runCases(ask, list, print);
}

process.exitCode = await main();
