/** ENV stays in the image's configuration and ARG in its history, for everybody who may pull it. */
import type { Instruction } from '../../dockerfile/instruction.ts';
import type { Dockerfile } from '../../dockerfile/model.ts';
import { pairsOf } from '../../dockerfile/words.ts';
import { escapeText } from '../../text.ts';
import type { DockerfileHit, DockerfileRule } from '../dockerfile-rule.ts';
import { hasSecretValue, isSecretName } from './secret-names.ts';
import { eachStep, type Finding, hitAt } from './walk.ts';

export const secretInVariable: DockerfileRule = {
  id: 'secret-in-variable',
  alias: null,
  severity: 'warn',
  summary: 'ENV or ARG holds a secret, by its name or by its value.',
  reference: 'https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/',
  check: (file) => [...globals(file), ...eachStep(file, ['ENV', 'ARG', 'LABEL', 'RUN'], ({ instruction }) => find(instruction))],
};

/** ARGs before the first FROM belong to no stage. */
function globals({ instructions }: Dockerfile): DockerfileHit[] {
  const first = instructions.findIndex(({ keyword }) => keyword === 'FROM');
  return instructions.slice(0, first < 0 ? instructions.length : first).flatMap((instruction) => {
    const finding = instruction.keyword === 'ARG' ? find(instruction) : null;
    return finding === null ? [] : [hitAt(instruction, null, finding)];
  });
}

function find({ keyword, text }: Instruction): Finding | null {
  const fix = 'use RUN --mount=type=secret while building, and an environment variable or a mounted file at run time';
  if (keyword === 'ENV' || keyword === 'ARG') {
    const named = pairsOf(text, '\\', keyword === 'ENV').find(
      ({ name, value }) => isSecretName(name) && (keyword === 'ARG' || !isEmpty(value)),
    );
    if (named !== undefined) return { detail: `${keyword} ${escapeText(named.name, 60)} keeps a secret in the image`, fix };
  }
  return hasSecretValue(text) ? { detail: `a value in ${keyword} has the form of a secret`, fix } : null;
}

function isEmpty(value: string | null): boolean {
  return value === null || /^(?:""|'')?$/.test(value);
}
