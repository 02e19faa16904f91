/** Whoever controls the address, or the way to it, decides what is built. */
import { flagValue } from '../../dockerfile/flags.ts';
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { copied, isUrl } from './paths.ts';
import { eachStep } from './walk.ts';

export const addUrlWithoutChecksum: DockerfileRule = {
  id: 'add-url-without-checksum',
  alias: null,
  severity: 'warn',
  summary: 'ADD downloads something and compares it with no checksum.',
  reference: 'https://docs.docker.com/reference/dockerfile/#add---checksum',
  check: (file) =>
    eachStep(file, 'ADD', ({ expanded, instruction }) => {
      if (flagValue(instruction.flags, 'checksum') !== null) return null;
      const loose = copied(expanded).sources.some((source) => isUrl(source) && !/#[0-9a-f]{40}(?::|$)/.test(source));
      return loose
        ? { detail: 'what is downloaded is compared with no checksum', fix: 'write ADD --checksum=sha256:..., of a git repository #COMMIT' }
        : null;
    }),
};
