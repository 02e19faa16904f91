#!/usr/bin/env node
/** `image-warden`: the engine at a prompt and in pipelines. Commands are loaded when they are used. */
import { Command, CommanderError, Option } from 'commander';
import { formats } from '../core/report/formats.ts';
import type { CheckOptions } from './check.ts';
import { addClusterCommands } from './cluster-commands.ts';
import type { ExplainOptions } from './explain.ts';
import { clusterName, namespaceName } from './names.ts';
import { addPolicyCommands } from './policy/commands.ts';
import type { ServeOptions } from './serve.ts';
import { processTerminal } from './terminal.ts';
import { addTrustCommands } from './trust-commands.ts';
import { UsageError } from './usage-error.ts';
import type { VerifyOptions } from './verify.ts';

const program = new Command('image-warden')
  .description('Decides which container images may run: one policy for admission, pipelines and the prompt.')
  .option('--no-color', 'plain text, as NO_COLOR does')
  .option('--debug', 'show the stack of an error')
  .exitOverride()
  .configureHelp({ showGlobalOptions: true });

/** `serve` counts what standard output loses by itself. */
let serving = false;

const terminal = () => processTerminal(program.opts<{ color: boolean }>().color);

function command(name: string, description: string, examples: readonly string[]): Command {
  return program
    .command(name)
    .description(description)
    .option('--policy <file>', 'the policy (default: the nearest image-warden.yaml upward)')
    .addHelpText('after', `\nExamples:\n${examples.map((line) => `  ${line}`).join('\n')}`);
}

function placed(one: Command): Command {
  return one
    .option('--stage <name>', 'the policy that Parameter Store holds for a stage')
    .option('--cluster <name>', 'where it would run', clusterName)
    .option('--namespace <name>', 'where neither the request nor the object tells', namespaceName);
}

function collect(text: string, before: readonly string[] = []): string[] {
  return [...before, text];
}

const format = () => new Option('--format <format>', 'how to report').choices(['text', 'json']).default('text');

placed(
  command('check', 'Judge manifests, Dockerfiles, AdmissionReview and ImageReview files as admission would.', [
    'image-warden check deploy/',
    'helm template chart | image-warden check --namespace shop -',
    'kubectl get pods -A -o json | image-warden check --format json -',
    'trivy image --format json --output app.json ghcr.io/acme/app@sha256:... && image-warden check --scan app.json deploy/',
  ]).argument('[paths...]', 'files and directories; - is standard input'),
)
  .addOption(new Option('--format <format>', 'how to report').choices(formats).default('text'))
  .option('--build-arg <name=value>', "a Dockerfile's variable; may be repeated", collect)
  .option('--target <stage>', 'the stage of a Dockerfile that is built (default: the last)')
  .option('--changed-since <rev>', 'only files that are new or different, as git says')
  .option('--scan <file>', 'a JSON report of Trivy or Grype, as the scan of the image that it names by digest; may be repeated', collect)
  .option('--remote <url>', 'a deployed service judges, by its own policy')
  .option('--output <file>', 'where the report goes (default: standard output)')
  .addOption(new Option('--fail-on <severity>', 'what makes the exit code 1').choices(['deny', 'warn']).default('deny'))
  .option('--baseline <file>', 'findings that are known and forgiven until a date')
  .option('--update-baseline', 'write the findings that are open into the baseline')
  .option('--quiet', 'nothing on standard error but problems')
  .action(async (paths: string[], options: CheckOptions) => {
    const [{ checkCommand }, { setFlagsFromString }] = await Promise.all([import('./check.ts'), import('node:v8')]);
    // What is parsed is garbage at once, and a larger young generation only delays finding out: 10,000 manifests take 200 MB
    // instead of 310 for 8 % more time.
    setFlagsFromString('--semi-space-growth-factor=1');
    process.exitCode = await checkCommand(paths, options, terminal());
  });

placed(
  command('verify', 'Tell what signatures, attestations and scans an image has, and which verifiers accept them.', [
    'image-warden verify ghcr.io/acme/api:1.2',
    'image-warden verify ghcr.io/acme/api@sha256:... --format json',
  ]).argument('<image>', 'an image as a manifest names it'),
)
  .addOption(format())
  .option('--timeout <seconds>', 'how long registries may take, together', '30')
  .option('--quiet', 'nothing on standard error but problems')
  .action(async (image: string, options: VerifyOptions) => {
    const { verifyCommand } = await import('./verify.ts');
    process.exitCode = await verifyCommand(image, options, terminal());
  });

placed(
  command('explain', 'Tell why an image is allowed or denied.', [
    'image-warden explain nginx',
    'image-warden explain ghcr.io/acme/api:1.2 --cluster prod-eu --namespace shop',
    'image-warden explain deploy/web.yaml --container app',
  ]).argument('<image>', 'an image as a manifest names it, a manifest, or - for standard input'),
)
  .option('--container <name>', 'of a manifest only this container')
  .addOption(format())
  .action(async (image: string, options: ExplainOptions) => {
    const { explainCommand } = await import('./explain.ts');
    process.exitCode = await explainCommand(image, options, terminal());
  });

addPolicyCommands(program, terminal);
addClusterCommands(program, terminal);
addTrustCommands(program, terminal);

command('serve', 'Answer AdmissionReview and ImageReview over HTTPS.', [
  'image-warden serve --policy examples/policy.yaml',
  'image-warden serve --host 0.0.0.0 --clusters clusters.yaml --cert tls.crt --key tls.key',
])
  .option('--clusters <file>', 'YAML: cluster -> hashes of its tokens; guards the cluster routes and closes the open ones')
  .option('--port <number>', 'where to listen; 0 takes a free one', '1323')
  .option('--host <address>', 'where to listen', '127.0.0.1')
  .option('-c, --cert <file>', 'certificate chain, PEM (default: a self-signed one)')
  .option('-k, --key <file>', 'its private key, PEM')
  .option('--http', 'plain HTTP, on loopback only')
  .option('--open', 'answer everybody, also beyond loopback')
  .option('--debug', 'show the stack of an error')
  .action(async (options: ServeOptions) => {
    const [{ serve }, { lineLog }] = await Promise.all([import('./serve.ts'), import('../adapters/line-log.ts')]);
    const { err } = terminal();
    serving = true;
    const log = lineLog(process.stdout, err);
    const server = await serve(options, { out: log.write, err });
    const stop = (): void => void server.close().then(log.close);
    process.once('SIGINT', stop).once('SIGTERM', stop);
  });

// `| head` closes the pipe early: that is its right, and no reason for a stack trace. Results that are lost otherwise are no success.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE' || serving) return;
  process.once('exit', () => {
    process.exitCode = 2;
  });
  terminal().err(`standard output: ${error.message}`);
});
process.stderr.on('error', () => undefined);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}

function exitCodeOf(error: unknown): number {
  // Commander has said what is wrong.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const { err } = terminal();
  const debug = process.argv.includes('--debug');
  if (error instanceof UsageError && !debug) err(error.message);
  else if (error instanceof Error && debug) err(error.stack ?? error.message);
  else err(`${error instanceof Error ? error.message : String(error)} (a defect of image-warden; --debug shows where)`);
  return 2;
}
