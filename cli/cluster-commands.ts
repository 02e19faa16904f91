/** The commands that speak of a live cluster, and how they are asked. */
import { type Command, Option } from 'commander';
import { profiles } from '../core/connect/webhook.ts';
import { providers } from '../core/doctor/check.ts';
import type { ConnectOptions } from './connect-options.ts';
import type { DoctorOptions } from './doctor.ts';
import type { Terminal } from './terminal.ts';

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

export function addClusterCommands(program: Command, terminal: () => Terminal): void {
  const command = (name: string, description: string, examples: readonly string[]): Command =>
    program
      .command(name)
      .description(description)
      .addHelpText('after', `\nExamples:\n${examples.map((line) => `  ${line}`).join('\n')}`);

  command('connect', "Make or rotate a cluster's token, and print the webhook configuration that uses it.", [
    'image-warden connect prod-eu | kubectl apply -f -',
    'image-warden connect prod-eu --profile enforce --exclude-namespace kube-system | kubectl apply -f -',
    'image-warden connect edge --image-policy --client-certificate /etc/kubernetes/image-warden/client.crt --client-key /etc/kubernetes/image-warden/client.key',
  ])
    .argument('<cluster>', 'the name by which the policy and the log know it')
    .option('--stack <name>', "the deployment's CloudFormation stack (default: image-warden-<stage>)")
    .option('--url <url>', "where the service is (default: the stack's output Url)")
    .option('--service <namespace/name>', 'the service runs in the cluster itself (`serve` behind a Service)')
    .option('--stage <name>', "whose parameters hold the tokens (default: the stack's output Stage)")
    .addOption(new Option('--profile <profile>', 'audit lets in what is not answered, enforce does not').choices(profiles).default('audit'))
    .option('--mutation', 'the MutatingWebhookConfiguration as well')
    .option('--image-policy', 'AdmissionConfiguration and kubeconfig for ImagePolicyWebhook instead')
    .option('--exclude-namespace <name>', 'the API server does not ask about it; may be repeated (default: kube-system)', collect, [])
    .option('--all-namespaces', 'leave none out')
    .option('--token-file <file>', 'print for this token again; nothing is written')
    .option(
      '--ca <file>',
      "PEM of a private authority (--image-policy: its path on the control plane's machine); leave it out for API Gateway",
    )
    .option('--client-certificate <path>', "--image-policy: on the control plane's machine")
    .option('--client-key <path>', '--image-policy: its key')
    .option('--bearer-token-file <path>', "--image-policy: a bearer token on the control plane's machine")
    .option('--directory <path>', '--image-policy: where the two files will lie', '/etc/kubernetes/image-warden')
    .option('--no-wait', 'end at once, before the whole service knows the new token')
    .action(async (cluster: string, options: ConnectOptions) => {
      const { connectCommand } = await import('./connect.ts');
      process.exitCode = await connectCommand(cluster, options, terminal());
    });

  command('doctor', 'List what the live webhook configurations do not see, with the fix for each.', [
    'image-warden doctor',
    'image-warden doctor --canary --namespace default',
    'kubectl get validatingwebhookconfigurations -o yaml > live.yaml; image-warden doctor live.yaml --provider gke',
  ])
    .argument('[files...]', 'configurations in files (default: ask the cluster through kubectl)')
    .option('--context <name>', "the cluster, as kubectl's configuration knows it")
    .addOption(new Option('--provider <name>', 'whose control plane it is (default: as its version tells)').choices(providers))
    .option('--configuration <name>', 'the name of the configuration (default: those that call Image Warden)')
    .option('--canary', 'send a forbidden Pod as a dry run: it must be denied')
    .option('--namespace <name>', 'where the canary goes', 'default')
    .addOption(new Option('--format <format>', 'how to report').choices(['text', 'json']).default('text'))
    .action(async (files: string[], options: DoctorOptions) => {
      const { doctorCommand } = await import('./doctor.ts');
      process.exitCode = await doctorCommand(files, options, terminal());
    });
}
