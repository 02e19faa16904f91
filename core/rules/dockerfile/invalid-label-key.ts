/** Docker reserves some namespaces and asks for plain keys. */
import { pairsOf } from '../../dockerfile/words.ts';
import { quote } from '../../text.ts';
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { eachStep } from './walk.ts';

export const invalidLabelKey: DockerfileRule = {
  id: 'invalid-label-key',
  alias: 'DL3048',
  severity: 'warn',
  summary: 'A label key is in a reserved namespace, or is not made of lower-case letters, digits, single dots and hyphens.',
  reference: 'https://docs.docker.com/engine/manage-resources/labels/#key-format-recommendations',
  check: (file) =>
    eachStep(file, 'LABEL', ({ instruction: { text } }) => {
      const bad = pairsOf(text, '\\', true).find(({ name }) => !isValid(name));
      return bad === undefined
        ? null
        : {
            detail: `the key ${quote(bad.name, 60)} is not one that Docker recommends`,
            fix: 'use a name of your own domain: com.example.name',
          };
    }),
};

function isValid(key: string): boolean {
  return (
    /^[a-z](?:[a-z0-9.-]*[a-z0-9])?$/.test(key) && !/[.-]{2}/.test(key) && !/^(?:com\.docker|io\.docker|org\.dockerproject)\./.test(key)
  );
}
