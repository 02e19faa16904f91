/**
 * CEL: an image text's canonical name and its keys (keys.ts), for plain references only: whatever the grammar here does not
 * know has no name, and what has no name is denied. Never wider than core/image/reference.ts.
 *
 *     [0] place, [1] text, [2] name or '', [3] key, [4] key of its tag, also beside a digest, [5] key of its host's wildcard
 */
import { maxRepositoryLength, maxTagLength } from '../limits.ts';
import type { Variable } from './image-uses.ts';

const name = '[a-z0-9]+(?:(?:[.]|_|__|-+|/)[a-z0-9]+)*';
const grammar = `^[a-z0-9.:-]+/${name}(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,${maxTagLength - 1}})?(?:@sha256:[0-9a-f]{64})?$`;
const imageId = '^(sha[0-9]+:)?[0-9a-f]{64,}$';
const withHost = '^([^/]*[.:][^/]*|localhost)/';

/** Docker Hub's short names spelled out. */
const spelled = `!u[1].contains('/') ? 'docker.io/library/' + u[1] : u[1].matches('${withHost}') ? u[1] : 'docker.io/' + u[1]`;
const aliased = "u[2].startsWith('index.docker.io/') ? 'docker.io/' + u[2].substring(16) : u[2]";
const official = "u[2].matches('^docker[.]io/[^/]*$') ? 'docker.io/library/' + u[2].substring(10) : u[2]";
const checked = `u[2].matches('${grammar}') && !u[1].matches('${imageId}') ? u[2] : ''`;

const replaceName = (expression: string): string => `.map(u, [u[0], u[1], ${expression}])`;

/** The tag's colon is the one after the last slash; another is the port's. */
const hasTag = "u[3].lastIndexOf(':') > u[3].lastIndexOf('/')";
const repository = `${hasTag} ? u[3].substring(0, u[3].lastIndexOf(':')) : u[3]`;
const tag = `${hasTag} ? u[3].substring(u[3].lastIndexOf(':') + 1) : u[4] == '' ? 'latest' : ''`;
const label = '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?[.]';
const wildcard = `u[5].matches('${label}') && !u[5].startsWith('xn--') ? '*' + u[5].substring(u[5].indexOf('.'), u[5].indexOf('/') + 1) : ''`;

/** From `fresh` (image-uses.ts) to `images`. */
export const imageNames: readonly Variable[] = [
  { name: 'named', expression: `variables.fresh${[spelled, aliased, official, checked].map(replaceName).join('\n')}` },
  {
    name: 'parts',
    expression: [
      "variables.named.map(u, u + [u[2].split('@')[0], u[2].contains('@') ? u[2].split('@')[1] : ''])",
      `.map(u, u + [${repository}, ${tag}])`,
    ].join('\n'),
  },
  {
    name: 'images',
    expression: `variables.parts.map(u, [\n  ${[
      'u[0]',
      'u[1]',
      `u[2] == '' || u[5].size() > ${maxRepositoryLength} ? '' : u[5] + (u[6] == '' ? '' : ':' + u[6]) + (u[4] == '' ? '' : '@' + u[4])`,
      "u[5] + (u[4] == '' ? '/:' + u[6] : '/@' + u[4]) + '/'",
      "u[5] + '/:' + u[6] + '/'",
      wildcard,
    ].join(',\n  ')}\n])`,
  },
];
