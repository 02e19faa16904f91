/** All values of one ENV are replaced before any of them is set: the new value is not seen. */
import type { Stage } from '../../dockerfile/stage.ts';
import { type Pair, pairsOf } from '../../dockerfile/words.ts';
import { escapeText } from '../../text.ts';
import type { DockerfileHit, DockerfileRule } from '../dockerfile-rule.ts';
import { hitAt } from './walk.ts';

export const envRefersToItself: DockerfileRule = {
  id: 'env-refers-to-itself',
  alias: 'DL3044',
  severity: 'warn',
  summary: 'ENV uses a variable that the same ENV sets.',
  reference: 'https://docs.docker.com/reference/dockerfile/#environment-replacement',
  check: ({ stages }) => stages.flatMap(checkStage),
};

function checkStage(stage: Stage): DockerfileHit[] {
  const known = new Set<string>();
  return stage.steps.flatMap(({ instruction }) => {
    const { keyword, text } = instruction;
    if (keyword !== 'ENV' && keyword !== 'ARG') return [];
    const pairs = pairsOf(text, '\\', keyword === 'ENV');
    const name = keyword === 'ENV' ? selfReference(pairs, known) : null;
    for (const pair of pairs) known.add(pair.name);
    if (name === null) return [];
    const shown = escapeText(name, 60);
    return [
      hitAt(instruction, stage, {
        detail: `${shown} is set and used by the same ENV: the old value is used`,
        fix: `set ${shown} in an ENV of its own, above`,
      }),
    ];
  });
}

/** The first name used by another pair than the one that sets it and not known before. */
function selfReference(pairs: readonly Pair[], known: ReadonlySet<string>): string | null {
  const setBy = new Map<string, number>();
  for (const [at, { name }] of pairs.entries()) if (!known.has(name) && !setBy.has(name)) setBy.set(name, at);
  for (const [at, { value }] of pairs.entries())
    for (const [, name = ''] of (value ?? '').matchAll(/(?<!\\)\$\{?([A-Za-z_]\w*)/g))
      if (setBy.has(name) && setBy.get(name) !== at) return name;
  return null;
}
