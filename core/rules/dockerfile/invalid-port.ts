/** A port has 16 bits. */
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { eachStep } from './walk.ts';

export const invalidPort: DockerfileRule = {
  id: 'invalid-port',
  alias: 'DL3011',
  severity: 'warn',
  summary: 'EXPOSE names a port above 65535.',
  reference: 'https://docs.docker.com/reference/dockerfile/#expose',
  check: (file) =>
    eachStep(file, 'EXPOSE', ({ expanded }) => {
      const numbers = expanded
        .flatMap((word) => (/^\d+(?:-\d+)?(?:\/\w+)?$/.test(word) ? word.split('/', 1) : []))
        .flatMap((range) => range.split('-'));
      return numbers.some((number) => Number(number) > 65_535)
        ? { detail: 'a port is above 65535', fix: 'name a port from 0 to 65535' }
        : null;
    }),
};
