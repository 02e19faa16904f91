/** Names on the command line: a mistyped one is told, because it would silently be judged by the policy's own settings. */
import { InvalidArgumentError } from 'commander';
import { namePattern } from '../core/policy/names.ts';

export function clusterName(text: string): string {
  if (!namePattern.test(text)) throw new InvalidArgumentError('expected the name of a cluster: lower-case letters, digits and "-"');
  return text;
}

export function namespaceName(text: string): string {
  if (!namePattern.test(text)) throw new InvalidArgumentError('expected the name of a namespace');
  return text;
}
