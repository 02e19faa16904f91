/** ADD fetches and unpacks; where neither is meant, COPY says so. */
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { copied, isArchive, isUrl } from './paths.ts';
import { eachStep } from './walk.ts';

export const addInsteadOfCopy: DockerfileRule = {
  id: 'add-instead-of-copy',
  alias: 'DL3020',
  severity: 'warn',
  summary: 'ADD copies plain files and folders.',
  reference: 'https://docs.docker.com/build/building/best-practices/#add-or-copy',
  check: (file) =>
    eachStep(file, 'ADD', ({ expanded }) => {
      const plain = copied(expanded).sources.some((source) => !isUrl(source) && !isArchive(source));
      return plain ? { detail: 'ADD copies plain files', fix: 'use COPY' } : null;
    }),
};
