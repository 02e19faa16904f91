/** A layer keeps a file for ever, though a later one removes it. */
import { escapeText } from '../../text.ts';
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { baseName, copied } from './paths.ts';
import { isSecretFile } from './secret-names.ts';
import { eachStep } from './walk.ts';

export const secretCopied: DockerfileRule = {
  id: 'secret-copied',
  alias: null,
  severity: 'warn',
  summary: 'COPY or ADD puts a file into the image that holds secrets by its name.',
  reference: 'https://docs.docker.com/build/building/secrets/',
  check: (file) =>
    eachStep(file, ['COPY', 'ADD'], ({ expanded }) => {
      const found = copied(expanded)
        .sources.map((source) => baseName(source.replace(/\/$/, '')))
        .find(isSecretFile);
      return found === undefined
        ? null
        : {
            detail: `${escapeText(found, 60)} holds secrets, and stays in the layer`,
            fix: 'use RUN --mount=type=secret, and name it in .dockerignore',
          };
    }),
};
