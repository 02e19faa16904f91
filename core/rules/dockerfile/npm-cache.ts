/** npm keeps every package it downloads. */
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { uncleaned } from './cleanup.ts';
import { npm } from './managers.ts';

export const npmCache: DockerfileRule = {
  id: 'npm-cache',
  alias: null,
  severity: 'warn',
  summary: 'npm install or npm ci leaves its cache in the image.',
  reference: 'https://docs.npmjs.com/cli/commands/npm-cache',
  check: (file) =>
    uncleaned(file, {
      manager: { ...npm, install: [...npm.install, 'ci'] },
      clean: [['cache', 'clean']],
      folders: ['/root/.npm', '/root/.npm/_cacache', '~/.npm', '/tmp/.npm'],
      finding: {
        detail: 'the cache stays in the image',
        fix: 'end the same RUN with && npm cache clean --force, or mount a cache at /root/.npm',
      },
      where: ({ ships }) => ships,
    }),
};
