/** The `trust` commands, and how they are asked. */
import type { Command } from 'commander';
import type { Terminal } from './terminal.ts';
import type { TrustUpdateOptions } from './trust.ts';

const examples = [
  'image-warden trust update',
  'image-warden trust update --output trusted_root.json',
  'image-warden trust update --mirror https://tuf.corp.example/sigstore',
];

export function addTrustCommands(program: Command, terminal: () => Terminal): void {
  program
    .command('trust')
    .description('The trust roots of keyless signatures.')
    .command('update')
    .description("Refresh the pinned trust root of sigstore's public instance, and tell what has changed.")
    .option('--output <file>', "where it goes (default: the cache that this command line's public-good reads)")
    .option('--mirror <url>', "a mirror of sigstore's TUF repository (default: its own)")
    .option('--root <file>', "the root.json of a repository of one's own; needs --mirror and --output")
    .addHelpText('after', `\nExamples:\n${examples.map((line) => `  ${line}`).join('\n')}`)
    .action(async (options: TrustUpdateOptions) => {
      const { trustUpdateCommand } = await import('./trust.ts');
      process.exitCode = await trustUpdateCommand(options, terminal(), process.env);
    });
}
