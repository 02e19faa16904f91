/** What `connect` prints, as files, and what `doctor` says of the cluster: both as processes, as a person runs them. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Case } from './cases.ts';
import { cronJob, deployment, ephemeralContainers, pod } from './manifests.ts';
import type { KeyPair } from './pki.ts';

const main = new URL('../../../cli/main.ts', import.meta.url).pathname;

export interface Connected {
  readonly url: string;
  readonly cluster: string;
  readonly token: string;
  readonly ca: string;
}

/** Standard output of `connect` in a file. */
export function connect({ url, cluster, token, ca }: Connected, more: readonly string[], folder: string): string {
  const tokenFile = join(folder, 'token');
  writeFileSync(tokenFile, token);
  const args = ['connect', cluster, '--url', url, '--token-file', tokenFile, '--ca', ca, ...more];
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  const file = join(folder, 'connect.yaml');
  writeFileSync(file, stdout);
  return file;
}

/** The two files of `connect --image-policy` where they are to lie; the path of the AdmissionConfiguration. */
export function writeImagePolicy(joined: Connected, { cert, key }: KeyPair, folder: string): string {
  const more = ['--image-policy', '--profile', 'enforce', '--directory', folder, '--client-certificate', cert, '--client-key', key];
  const [admission = '', kubeconfig = ''] = readFileSync(connect(joined, more, folder), 'utf8').split(/^---$/m);
  writeFileSync(join(folder, 'kubeconfig.yaml'), kubeconfig);
  const file = join(folder, 'admission.yaml');
  writeFileSync(file, admission);
  return file;
}

/** What `doctor --canary` prints; the folder has the configuration of `kubectl`. */
export function doctor(folder: string): string {
  const env = { ...process.env, KUBECONFIG: join(folder, 'kubectl.json'), HOME: folder, NO_PROXY: '127.0.0.1' };
  const { stdout, stderr } = spawnSync(process.execPath, [main, 'doctor', '--canary'], { encoding: 'utf8', env });
  return `${stdout}${stderr}`.trim();
}

export const healthy: readonly Case[] = [
  {
    name: 'doctor: no blind spot, and a forbidden Pod is denied',
    args: [],
    expected:
      /^info {2}editable-selector: admission\.image-warden\.dev: not asked about in kube-system\n {6}fix: .*\nok {4}canary: a forbidden Pod is denied\n2 webhooks of Image Warden, no blind spot$/,
  },
];

const create = ['create', '--validate=false', '-f', '-'];
const byUs = (subject: string) =>
  new RegExp(`^[Ee]rror.*: admission webhook "(admission|mutation)\\.image-warden\\.dev" denied the request: ${subject}`);

export const connected: readonly Case[] = [
  // The mutating webhook cannot pin what no registry serves, and says so.
  {
    name: 'connect: Pod, allowed',
    args: create,
    input: pod('fine', 'secureoci.com/web:1'),
    expected: /^pod\/fine created\nWarning: secureoci\.com\/web:1 was not pinned: .+$/,
  },
  { name: 'connect: Pod, denied', args: create, input: pod('worse', 'nginx:1'), expected: byUs('Pod default/worse: ') },
  {
    name: 'connect: Deployment, denied',
    args: create,
    input: deployment('worse', 'nginx:1'),
    expected: byUs('Deployment default/worse: '),
  },
  { name: 'connect: CronJob, denied', args: create, input: cronJob('worse', 'nginx:1'), expected: byUs('CronJob default/worse: ') },
  {
    name: 'connect: ephemeral container, denied',
    args: ['replace', '--raw', '/api/v1/namespaces/default/pods/fine/ephemeralcontainers', '-f', '-'],
    input: ephemeralContainers('fine', 'nginx:1'),
    expected: byUs('EphemeralContainers default/fine: '),
  },
  {
    name: 'connect: what it printed is what the server keeps',
    args: [
      'get',
      'validatingwebhookconfiguration',
      'image-warden',
      '-o',
      'jsonpath={.webhooks[0].failurePolicy} {.webhooks[0].timeoutSeconds} {.webhooks[0].sideEffects} {.webhooks[0].matchPolicy} {.webhooks[0].namespaceSelector.matchExpressions[0].key}',
    ],
    expected: /^Fail 10 None Equivalent kubernetes\.io\/metadata\.name$/,
  },
];

export const connectedPods: readonly Case[] = [
  {
    name: 'connect --image-policy: Pod, allowed',
    args: create,
    input: pod('edge', 'secureoci.com/web:9'),
    expected: /^pod\/edge created$/,
  },
  {
    name: 'connect --image-policy: Pod, denied',
    args: create,
    input: pod('edge-bad', 'nginx:9'),
    expected: /image policy webhook backend denied one or more images: ImageReview default: .* is denied by registry-allowlist: /,
  },
];

const example = (file: string): string => new URL(`../../../examples/in-cluster/${file}`, import.meta.url).pathname;
const apply = ['apply', '--validate=false', '-f'];

/** Before there is a webhook; its budget is of an API that this server does not have yet. */
export const inCluster: readonly Case[] = [
  { name: 'examples: namespace', args: [...apply, example('namespace.yaml')], expected: /^namespace\/image-warden created$/ },
  { name: 'examples: policy', args: [...apply, example('policy.yaml')], expected: /^configmap\/image-warden-policy created$/ },
  { name: 'examples: service', args: [...apply, example('service.yaml')], expected: /^service\/image-warden created$/ },
  { name: 'examples: deployment', args: [...apply, example('deployment.yaml')], expected: /^deployment\.apps\/image-warden created$/ },
];
