/** Cases: what kubectl is asked, and what it must print. */
import type { Kubectl } from './kubectl.ts';
import { cronJob, deployment, ephemeralContainers, pod } from './manifests.ts';

export interface Case {
  readonly name: string;
  readonly args: readonly string[];
  readonly input?: unknown;
  readonly expected: RegExp;
}

const create = ['create', '--validate=false', '-f', '-'];
const ephemeral = (name: string) => ['replace', '--raw', `/api/v1/namespaces/default/pods/${name}/ephemeralcontainers`, '-f', '-'];

/** The whole line of a denial; `subject` and `where` are regular expressions. */
function denied(subject: string, where: string, image = 'nginx:1'): RegExp {
  const reason = 'is denied by registry-allowlist: no entry for docker\\.io; allowed here: secureoci\\.com';
  const line = `${subject}: ${where}: docker\\.io/library/${image} ${reason} \\(verdict \\w{26}\\)`;
  return new RegExp(`^[Ee]rror.*: admission webhook "image-warden\\.example\\.com" denied the request: ${line}$`);
}
const container = (path: string, name = 'app') => `container "${name}" \\(${path}\\[0\\]\\.image\\)`;

/** What runs from before there was a webhook, denied images and all. */
export const before: readonly Case[] = [
  { name: 'an old Pod', args: create, input: pod('old', 'nginx:1'), expected: /^pod\/old created$/ },
  { name: 'an old Deployment', args: create, input: deployment('old', 'nginx:1'), expected: /^deployment\.apps\/old created$/ },
];

export const guarded: readonly Case[] = [
  { name: 'Pod, allowed', args: create, input: pod('good', 'secureoci.com/web:1'), expected: /^pod\/good created$/ },
  { name: 'Pod, denied', args: create, input: pod('bad', 'nginx:1'), expected: denied('Pod default/bad', container('spec\\.containers')) },
  { name: 'a denied Pod is not there', args: ['get', 'pod', 'bad'], expected: /^Error from server \(NotFound\): pods "bad" not found$/ },
  {
    name: 'Deployment, allowed',
    args: create,
    input: deployment('good', 'secureoci.com/web:1'),
    expected: /^deployment\.apps\/good created$/,
  },
  {
    name: 'Deployment, denied',
    args: create,
    input: deployment('bad', 'nginx:1'),
    expected: denied('Deployment default/bad', container('spec\\.template\\.spec\\.containers')),
  },
  { name: 'CronJob, allowed', args: create, input: cronJob('good', 'secureoci.com/job:1'), expected: /^cronjob\.batch\/good created$/ },
  {
    name: 'CronJob, denied',
    args: create,
    input: cronJob('bad', 'nginx:1'),
    expected: denied('CronJob default/bad', container('spec\\.jobTemplate\\.spec\\.template\\.spec\\.containers')),
  },
  {
    name: 'ephemeral container, denied',
    args: ephemeral('good'),
    input: ephemeralContainers('good', 'nginx:1'),
    expected: denied('EphemeralContainers default/good', container('ephemeralContainers', 'debug')),
  },
  {
    name: 'ephemeral container, allowed',
    args: ephemeral('good'),
    input: ephemeralContainers('good', 'secureoci.com/debug:1'),
    expected: /"image":"secureoci\.com\/debug:1"/,
  },
  { name: 'scale of an old Deployment', args: ['scale', 'deployment', 'old', '--replicas=3'], expected: /^deployment\.apps\/old scaled$/ },
  { name: 'label on an old Pod', args: ['label', 'pod', 'old', 'team=a'], expected: /^pod\/old labeled$/ },
  { name: 'label on an old Deployment', args: ['label', 'deployment', 'old', 'team=a'], expected: /^deployment\.apps\/old labeled$/ },
  {
    name: 'another denied image in an old Pod',
    args: ['set', 'image', 'pod/old', 'app=nginx:2'],
    expected: denied('Pod default/old', container('spec\\.containers'), 'nginx:2'),
  },
  {
    name: 'another denied image in an old Deployment',
    args: ['set', 'image', 'deployment/old', 'app=nginx:2'],
    expected: denied('Deployment default/old', container('spec\\.template\\.spec\\.containers'), 'nginx:2'),
  },
  {
    name: 'an allowed image in an old Pod',
    args: ['set', 'image', 'pod/old', 'app=secureoci.com/web:2'],
    expected: /^pod\/old image updated$/,
  },
  {
    name: 'dry run, allowed',
    args: ['run', 'dry', '--image=secureoci.com/web:1', '--restart=Never', '--dry-run=server'],
    expected: /^pod\/dry created \(server dry run\)$/,
  },
  {
    name: 'dry run, denied',
    args: ['run', 'dry', '--image=nginx:1', '--restart=Never', '--dry-run=server'],
    expected: denied('Pod default/dry', container('spec\\.containers', 'dry')),
  },
  {
    name: 'an exempt namespace',
    args: ['-n', 'kube-system', ...create],
    input: pod('exempt', 'nginx:1'),
    expected: /^pod\/exempt created$/,
  },
  { name: 'DELETE', args: ['delete', 'deployment', 'old'], expected: /^deployment\.apps "old" deleted/ },
];

export const open: readonly Case[] = [
  { name: 'open route: Pod, allowed', args: create, input: pod('good-open', 'secureoci.com/web:1'), expected: /^pod\/good-open created$/ },
  {
    name: 'open route: Pod, denied',
    args: create,
    input: pod('bad-open', 'nginx:1'),
    expected: denied('Pod default/bad-open', container('spec\\.containers')),
  },
];

export const lenient: readonly Case[] = [
  {
    name: 'a cluster that only warns',
    args: create,
    input: pod('warned', 'nginx:1'),
    expected:
      /^pod\/warned created\nWarning: Pod default\/warned: container "app" \(spec\.containers\[0\]\.image\): docker\.io\/library\/nginx:1 would be denied by registry-allowlist: /,
  },
];

export const wrongToken: readonly Case[] = [
  {
    name: 'a wrong token under Fail',
    args: create,
    input: pod('stranger', 'secureoci.com/web:1'),
    expected:
      /^Error from server \(InternalError\): .*failed calling webhook "image-warden\.example\.com": .*unknown cluster or wrong token in the path/,
  },
];

export const downFail: readonly Case[] = [
  {
    name: 'server down under Fail',
    args: create,
    input: pod('down', 'secureoci.com/web:1'),
    expected: /^Error from server \(InternalError\): .*failed calling webhook "image-warden\.example\.com": .*connection refused$/,
  },
];

export const downIgnore: readonly Case[] = [
  { name: 'server down under Ignore', args: create, input: pod('down', 'nginx:1'), expected: /^pod\/down created$/ },
];

const backend = '^Error from server \\(Forbidden\\): .*pods "\\S+" is forbidden: image policy webhook backend denied one or more images: ';

export const imagePolicy: readonly Case[] = [
  {
    name: 'ImagePolicyWebhook: Pod, allowed',
    args: create,
    input: pod('policy-good', 'secureoci.com/web:1'),
    expected: /^pod\/policy-good created$/,
  },
  {
    name: 'ImagePolicyWebhook: Pod, denied',
    args: create,
    input: pod('policy-bad', 'nginx:1'),
    expected: new RegExp(
      `${backend}ImageReview default: spec\\.containers\\[0\\]\\.image: docker\\.io/library/nginx:1 is denied by registry-allowlist: ` +
        'no entry for docker\\.io; allowed here: secureoci\\.com \\(verdict \\w{26}\\)$',
    ),
  },
  {
    name: 'ImagePolicyWebhook: malformed image',
    args: create,
    input: pod('policy-short', `myrepo/myimage@sha256:${'a'.repeat(63)}`),
    expected: new RegExp(`${backend}.* is denied by malformed-image: 63 hex digits, expected 64 `),
  },
  {
    name: 'ImagePolicyWebhook: a denied Pod inside a Deployment is not seen',
    args: create,
    input: deployment('policy-bad', 'nginx:1'),
    expected: /^deployment\.apps\/policy-bad created$/,
  },
  {
    name: 'ImagePolicyWebhook: dry run, denied',
    args: ['run', 'policy-dry', '--image=nginx:1', '--restart=Never', '--dry-run=server'],
    expected: new RegExp(`${backend}ImageReview default: `),
  },
];

export const imagePolicyDown: readonly Case[] = [
  {
    name: 'ImagePolicyWebhook: server down, defaultAllow false',
    args: create,
    // A new spec: an answer that was given before is remembered for its TTL.
    input: pod('policy-down', 'secureoci.com/web:3'),
    expected:
      /^Error from server \(Forbidden\): .*pods "policy-down" is forbidden: Post "https:\/\/127\.0\.0\.1:\d+\/image_policy\?timeout=30s": .*connection refused$/,
  },
  {
    name: 'ImagePolicyWebhook: server down, an answer from before counts for its TTL',
    args: create,
    input: pod('policy-cached', 'secureoci.com/web:1'),
    expected: /^pod\/policy-cached created$/,
  },
];

/** Prints one line a case; how many differ. */
export function runCases(kubectl: Kubectl, cases: readonly Case[], print: (line: string) => void): number {
  let failed = 0;
  for (const { name, args, input, expected } of cases) {
    const seen = kubectl(args, input);
    const holds = expected.test(seen);
    if (!holds) failed++;
    print(
      `${holds ? 'ok  ' : 'FAIL'} ${name}: ${holds ? '' : `expected ${expected}, `}seen ${JSON.stringify(seen.length > 600 ? `${seen.slice(0, 600)}...` : seen)}`,
    );
  }
  return failed;
}
