/** Recommended packages are twice the size and twice the vulnerabilities. */
import { hasFlag } from '../../dockerfile/shell/command.ts';
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { apt, installed } from './managers.ts';
import { eachCommand } from './walk.ts';

export const aptRecommends: DockerfileRule = {
  id: 'apt-recommends',
  alias: 'DL3015',
  severity: 'warn',
  summary: 'apt-get install brings recommended packages along.',
  reference: 'https://docs.docker.com/build/building/best-practices/#dont-install-unnecessary-packages',
  check: (file) =>
    eachCommand(file, (command) => {
      const lean =
        hasFlag(command, 'no-install-recommends') || command.args.some((arg) => /APT::Install-Recommends=(?:false|0|no)/i.test(arg));
      return installed(command, apt) === null || lean
        ? null
        : { detail: 'recommended packages come along', fix: 'add --no-install-recommends' };
    }),
};
