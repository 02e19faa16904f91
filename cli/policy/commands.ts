/** The `policy` commands, and how they are asked. */
import { type Command, Option } from 'commander';
import type { Terminal } from '../terminal.ts';
import type { DiffOptions } from './diff.ts';
import type { LintOptions } from './lint.ts';
import type { TestOptions } from './test.ts';

const policyOption = ['--policy <file>', 'the policy (default: the nearest image-warden.yaml upward)'] as const;

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
    .option('--log <file>', 'recorded decisions, one a line: entries that decided none are named')
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
    .argument('<before>', 'a policy')
    .argument('<after>', 'the policy that takes its place')
    .option('--images <file>', 'one image a line')
    .option('--manifests <path...>', 'files and directories')
    .option('--log <file>', 'recorded decisions, one a line')
    .option('--cluster <name>', 'where images and manifests would run')
    .option('--namespace <name>', 'where the object does not tell')
    .action(async (before: string, after: string, options: DiffOptions) => {
      const { diffCommand } = await import('./diff.ts');
      process.exitCode = await diffCommand(before, after, options, terminal());
    });
}
