/** A plain list: items between commas, blanks and line ends, with or without quotes; `#` begins a comment. Or the same as a YAML list. */
import { describe } from '../workload/json.ts';
import type { YamlDocument } from '../yaml.ts';
import { emptyReading, positions, type Reading } from './reading.ts';

/** Every item of the text. */
export function readList(text: string): Reading {
  const reading = emptyReading('list');
  const at = positions(text);
  // A "#" begins a comment after a blank: scopes hold none.
  const item = /#[^\n]*|"([^"\n]*)"|'([^'\n]*)'|["']|[^\s,#"'][^\s,]*/g;
  for (let match = item.exec(text); match !== null; match = item.exec(text)) {
    const [all, double, single] = match;
    if (all.startsWith('#')) continue;
    const name = double ?? single ?? all;
    if (name !== '-') reading.named.push({ effect: 'allow', text: name, ...at(match.index) });
  }
  return reading;
}

/** The items of a YAML document that is a list. */
export function readYamlList({ position }: YamlDocument, items: readonly unknown[]): Reading {
  const reading = emptyReading('list');
  for (const [index, item] of items.entries()) {
    const at = position([index]);
    if (typeof item === 'string') reading.named.push({ effect: 'allow', text: item, ...at });
    else reading.problems.push({ ...at, text: `expected a registry such as ghcr.io/acme, got ${describe(item)}` });
  }
  return reading;
}
