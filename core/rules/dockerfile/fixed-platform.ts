/** A fixed platform in FROM takes the choice away from whoever builds. */
import { flagValue } from '../../dockerfile/flags.ts';
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { hitAt } from './walk.ts';

export const fixedPlatform: DockerfileRule = {
  id: 'fixed-platform',
  alias: 'DL3029',
  severity: 'warn',
  summary: 'FROM fixes the platform.',
  reference: 'https://docs.docker.com/reference/build-checks/from-platform-flag-const-disallowed/',
  check: ({ stages }) =>
    stages.flatMap((stage) => {
      const platform = stage.from === null ? null : flagValue(stage.from.flags, 'platform');
      if (stage.from === null || platform === null || /\$\{?(?:BUILD|TARGET)PLATFORM/.test(platform)) return [];
      return [hitAt(stage.from, stage, { detail: 'the platform is fixed', fix: 'build with --platform, or write $BUILDPLATFORM' })];
    }),
};
