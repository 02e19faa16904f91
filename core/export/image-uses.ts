/**
 * CEL: where images stand in an object, in the lists and kinds that the visitor (core/workload) knows.
 * The objects are typed by the API server; whatever is not as expected is an error, and an error denies.
 */
import { imageLists } from '../workload/types.ts';

export interface Variable {
  readonly name: string;
  readonly expression: string;
}

const nouns = { containers: 'container', initContainers: 'init container', ephemeralContainers: 'ephemeral container', volumes: 'volume' };

/** `["container \"app\"", "nginx"]` for each image: what the variables `uses` and `oldUses` hold. */
export const imageUses: readonly Variable[] = [
  { name: 'spec', expression: podSpec('object') },
  { name: 'uses', expression: usesOf('variables.spec') },
  { name: 'places', expression: placesOf('variables.spec') },
  { name: 'oldSpec', expression: podSpec('oldObject') },
  { name: 'oldUses', expression: usesOf('variables.oldSpec') },
  { name: 'oldPlaces', expression: placesOf('variables.oldSpec') },
  { name: 'fresh', expression: fresh() },
];

/** `dyn`, or the API server would warn that a Pod has no `template`. */
function podSpec(object: string): string {
  return [
    `request.kind.kind == 'Pod' ? dyn(${object}).spec`,
    `: request.kind.kind == 'PodTemplate' ? dyn(${object}).template.spec`,
    `: request.kind.kind == 'CronJob' ? dyn(${object}).spec.jobTemplate.spec.template.spec`,
    `: dyn(${object}).spec.template.spec`,
  ].join('\n');
}

/** `'' +` refuses an image that is no text. */
function usesOf(spec: string): string {
  return imageLists
    .map((list) =>
      list === 'volumes'
        ? `${spec}.?volumes.orValue([]).filter(v, has(v.image)).map(v, [${place(list, 'v')}, '' + v.image.?reference.orValue('')])`
        : `${spec}.?${list}.orValue([]).map(c, [${place(list, 'c')}, '' + c.?image.orValue('')])`,
    )
    .join('\n+ ');
}

function placesOf(spec: string): string {
  return imageLists.map((list) => `${spec}.?${list}.orValue([]).map(c, ${place(list, 'c')})`).join('\n+ ');
}

function place(list: keyof typeof nouns, item: string): string {
  return `'${nouns[list]} "' + ${item}.?name.orValue('') + '"'`;
}

/** On UPDATE what the old object had at the same place passes, or nobody could label what runs already. */
function fresh(): string {
  const once = (places: string): string => `variables.${places}.exists_one(p, p == u[0])`;
  const unchanged = `u in variables.oldUses && u[0].matches(' "[a-z0-9-]{1,63}"$') && ${once('places')} && ${once('oldPlaces')}`;
  return `request.operation == 'UPDATE'\n? variables.uses.filter(u, !(${unchanged}))\n: variables.uses`;
}
