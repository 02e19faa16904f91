/** yarn keeps every package it downloads. */
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { uncleaned } from './cleanup.ts';
import { yarn } from './managers.ts';

export const yarnCache: DockerfileRule = {
  id: 'yarn-cache',
  alias: 'DL3060',
  severity: 'warn',
  summary: 'yarn install leaves its cache in the image.',
  reference: 'https://classic.yarnpkg.com/lang/en/docs/cli/cache/',
  check: (file) =>
    uncleaned(file, {
      manager: { ...yarn, install: ['install'] },
      clean: [['cache', 'clean']],
      folders: ['/usr/local/share/.cache/yarn', '/root/.cache/yarn', '/root/.yarn', '/usr/local/share/.cache'],
      finding: { detail: 'the cache stays in the image', fix: 'end the same RUN with && yarn cache clean' },
      where: ({ ships, index }, onBuild) => ships || index < 0 || onBuild,
    }),
};
