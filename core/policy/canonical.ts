/** One text for one value: JSON with sorted keys, so that a policy has the same hash wherever it is read. */
import { createHash } from 'node:crypto';
import { isObject } from '../workload/json.ts';

export function canonicalJson(value: unknown): string {
  // A list of texts, however long, is one call: 100,000 entries are nearly all of them.
  if (Array.isArray(value)) return value.every(isText) ? JSON.stringify(value) : `[${value.map(canonicalJson).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.keys(value).sort();
  return `{${members.map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`).join(',')}}`;
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

/** Lower-case hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
