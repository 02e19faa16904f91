/** Of two stages with one name the later one wins, without a word. */
import { quote } from '../../text.ts';
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { hitAt } from './walk.ts';

export const duplicateStageName: DockerfileRule = {
  id: 'duplicate-stage-name',
  alias: 'DL3024',
  severity: 'warn',
  summary: 'Two stages have one name.',
  reference: 'https://docs.docker.com/reference/build-checks/duplicate-stage-name/',
  check: ({ stages }) => {
    const seen = new Set<string>();
    return stages.flatMap((stage) => {
      const { name, from } = stage;
      if (name === null || from === null) return [];
      const again = seen.has(name);
      seen.add(name);
      return again
        ? [hitAt(from, stage, { detail: `another stage is named ${quote(name, 60)}`, fix: 'give each stage its own name' })]
        : [];
    });
  },
};
