/** apt's command line may change; apt-get's may not. */
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { eachCommand } from './walk.ts';

export const aptForPeople: DockerfileRule = {
  id: 'apt-for-people',
  alias: 'DL3027',
  severity: 'warn',
  summary: 'RUN uses apt, which is made for people, not for scripts.',
  reference: 'https://manpages.debian.org/apt#SCRIPT_USAGE_AND_DIFFERENCES_FROM_OTHER_APT_TOOLS',
  check: (file) =>
    eachCommand(file, ({ name }) => (name === 'apt' ? { detail: 'apt is made for people', fix: 'use apt-get or apt-cache' } : null)),
};
