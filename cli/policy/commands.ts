/** The `policy` commands, and how they are asked. */
import { type Command, Option } from 'commander';
import { clusterName, namespaceName } from '../names.ts';
import type { PolicyExportOptions } from '../policy-export.ts';
import type { PolicyImportOptions } from '../policy-import.ts';
import type { Terminal } from '../terminal.ts';
import type { DiffOptions } from './diff.ts';
import type { HistoryOptions } from './history.ts';
import type { LintOptions } from './lint.ts';
import type { PushOptions } from './push.ts';
import type { TestOptions } from './test.ts';

const policyOption = ['--policy <file>', 'the policy (default: the nearest image-warden.yaml upward)'] as const;
const stageOption = ['--stage <name>', 'the policy that Parameter Store holds for a stage'] as const;

export function addPolicyCommands(program: Command, terminal: () => Terminal): void {
  const policy = program.command('policy').description('Test, check, compare and publish policies.');
  const command = (name: string, description: string, examples: readonly string[], formats: readonly string[]): Command =>
    policy
      .command(name)
      .description(description)
      .addOption(new Option('--format <format>', 'how to report').choices(formats).default('text'))
      .addHelpText('after', `\nExamples:\n${examples.map((line) => `  ${line}`).join('\n')}`);

  command(
    'test',
    "Run the policy's cases, and those in separate files.",
    ['image-warden policy test', 'image-warden policy test cases/*.yaml'],
    ['text', 'json'],
  )
    .option(...policyOption)
    .option(...stageOption)
    .argument('[files...]', 'YAML: a list of {image, cluster, namespace, expect}')
    .action(async (files: string[], options: TestOptions) => {
      const { testCommand } = await import('./test.ts');
      process.exitCode = await testCommand(files, options, terminal());
    });

  command(
    'lint',
    'Tell what a policy may not mean as it says.',
    ['image-warden policy lint', 'image-warden policy lint --log decisions.jsonl'],
    ['text', 'json'],
  )
    .option(...policyOption)
    .option(...stageOption)
    .option('--log <file>', 'recorded decisions, one a line: entries that decided none are named')
    .option('--presets', 'list what the presets allow, with the source of each registry')
    .action(async (options: LintOptions) => {
      const { lintCommand } = await import('./lint.ts');
      process.exitCode = await lintCommand(options, terminal());
    });

  command(
    'diff',
    'Tell which verdicts change when one policy takes the place of another.',
    [
      'image-warden policy diff old.yaml new.yaml --log decisions.jsonl',
      'image-warden policy diff old.yaml new.yaml --manifests deploy/ --format markdown',
    ],
    ['text', 'json', 'markdown'],
  )
    .argument('<before>', 'a policy, or stage:NAME for what Parameter Store holds')
    .argument('<after>', 'the policy that takes its place')
    .option('--images <file>', 'one image a line')
    .option('--manifests <path...>', 'files and directories')
    .option('--log <file>', 'recorded decisions, one a line')
    .option('--cluster <name>', 'where images and manifests would run', clusterName)
    .option('--namespace <name>', 'where the object does not tell', namespaceName)
    .action(async (before: string, after: string, options: DiffOptions) => {
      const { diffCommand } = await import('./diff.ts');
      process.exitCode = await diffCommand(before, after, options, terminal());
    });

  policy
    .command('export')
    .description('Write what a cluster can keep by itself, for when the service cannot be reached.')
    .requiredOption('--vap', 'a ValidatingAdmissionPolicy and its binding')
    .option(...policyOption)
    .option(...stageOption)
    .option('--cluster <name>', 'the cluster that it is for', clusterName)
    .option('--name <name>', 'of both objects', 'image-warden')
    .addHelpText('after', '\nExamples:\n  image-warden policy export --vap --cluster prod-eu | kubectl apply -f -')
    .action(async (options: PolicyExportOptions) => {
      const { policyExportCommand } = await import('../policy-export.ts');
      process.exitCode = await policyExportCommand(options, terminal());
    });

  policy
    .command('import')
    .description('Turn a plain list, a Rego or Gatekeeper allowlist or a Kyverno pattern into a policy, and tell what differs.')
    .argument('<file>', 'the file; - is standard input')
    .option('--quiet', 'the policy alone')
    .addHelpText('after', '\nExamples:\n  image-warden policy import allowlist.rego > image-warden.yaml')
    .action(async (file: string, options: PolicyImportOptions) => {
      const { policyImportCommand } = await import('../policy-import.ts');
      process.exitCode = await policyImportCommand(file, options, terminal());
    });

  const published = (name: string, description: string, examples: readonly string[]): Command =>
    policy
      .command(name)
      .description(description)
      .requiredOption('--stage <name>', 'the stage, whose parameters are /image-warden/<name>/...')
      .addHelpText('after', `\nExamples:\n${examples.map((line) => `  ${line}`).join('\n')}`);
  const parameter = () => new Option('--parameter <name>', 'which parameter').choices(['policy', 'allowlist']).default('policy');

  published('push', 'Publish a policy to Parameter Store, once its cases pass.', [
    'image-warden policy push --policy image-warden.yaml --stage prod',
  ])
    .option(...policyOption)
    .option('--dry-run', 'everything but the write')
    .action(async (options: PushOptions) => {
      const { pushCommand } = await import('./push.ts');
      process.exitCode = await pushCommand(options, terminal());
    });

  published('rollback', "Write an older version's content as a new version.", [
    'image-warden policy rollback --stage prod',
    'image-warden policy rollback --stage prod --to 41',
  ])
    .addOption(parameter())
    .option('--to <version>', 'the version to go back to (default: the one before the newest)')
    .action(async (options: HistoryOptions & { to?: string }) => {
      const { rollbackCommand } = await import('./history.ts');
      process.exitCode = await rollbackCommand(options, terminal());
    });

  published('list', 'List the versions that Parameter Store keeps.', ['image-warden policy list --stage prod'])
    .addOption(parameter())
    .addOption(new Option('--format <format>', 'how to report').choices(['text', 'json']).default('text'))
    .action(async (options: HistoryOptions & { format: string }) => {
      const { listCommand } = await import('./history.ts');
      process.exitCode = await listCommand(options, terminal());
    });
}
