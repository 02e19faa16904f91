/** Images that a rule in Rego never looks at, told by the names that do not occur in it. */
import type { Position } from '../yaml.ts';
import type { Remark } from './reading.ts';
import type { Token } from './rego-tokens.ts';

/** One remark for a rule that only warns, one for the lists of a Pod, one for the kinds. */
export function blindSpots(tokens: readonly Token[], at: (offset: number) => Position): Remark[] {
  const uses = (list: string): Token | undefined => tokens.find(({ type, value }) => type === 'name' && value.endsWith(`.${list}`));
  const containers = uses('containers');
  const missed = [
    ['initContainers', 'init containers'],
    ['ephemeralContainers', 'ephemeral containers'],
    ['volumes', 'image volumes'],
  ].flatMap(([list = '', words = '']) => (uses(list) === undefined ? [words] : []));
  const pod = tokens.find(({ type, value }, i) => type === 'text' && value === 'Pod' && tokens[i - 1]?.value === '==');
  const denies = tokens.some(({ type, value, first }) => type === 'name' && first === true && /^(?:deny|violation|allow)$/.test(value));
  const warns = tokens.find(({ type, value, first }) => type === 'name' && first === true && value === 'warn');
  return [
    ...(warns !== undefined && !denies
      ? [{ ...at(warns.offset), text: 'the rule only warns there; a policy denies: write mode: warn until it should' }]
      : []),
    ...(containers !== undefined && missed.length > 0
      ? [{ ...at(containers.offset), text: `the rule does not look at ${missed.join(', ')}; here every image of a Pod is judged` }]
      : []),
    ...(pod !== undefined
      ? [
          {
            ...at(pod.offset),
            text: 'the rule looks at Pods only: a Deployment, Job or CronJob is admitted and fails later, in silence; here they are judged',
          },
        ]
      : []),
  ];
}
