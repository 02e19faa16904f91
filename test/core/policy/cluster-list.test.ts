import { describe, expect, it } from '@jest/globals';
import { parseClusterList } from '../../../core/policy/cluster-list.ts';

const [a, b, c] = ['a', 'b', 'c'].map((digit) => digit.repeat(64));
const expected = 'expected CLUSTER=<sha256 of a token, 64 lower-case hex digits>';

function read(text: string): unknown {
  const parsed = parseClusterList('list', text);
  if ('problems' in parsed) return parsed.problems;
  return Object.fromEntries([...parsed.clusters].map(([name, hashes]) => [name, hashes.map((hash) => Buffer.from(hash).toString('hex'))]));
}

describe('parseClusterList', () => {
  it.each<[string, unknown]>([
    [`dev=${a}`, { dev: [a] }],
    [`prod-eu=${a},dev=${b}`, { 'prod-eu': [a], dev: [b] }],
    [`prod-eu=${a},prod-eu=${b}`, { 'prod-eu': [a, b] }],
    [` dev=${a} ,\t\r\n prod=${b}\n`, { dev: [a], prod: [b] }],
    [`constructor=${a}`, { constructor: [a] }],
  ])('reads %.40s', (text, clusters) => {
    expect(read(text)).toEqual(clusters);
  });

  it.each<[string, string]>([
    ['', `list: item 1: ${expected}`],
    [`dev=${a},`, `list: item 2: ${expected}`],
    [`,dev=${a}`, `list: item 1: ${expected}`],
    ['dev', `list: item 1: ${expected}`],
    [`=${a}`, `list: item 1: ${expected}`],
    [`dev=${a?.slice(1)}`, `list: item 1: ${expected}`],
    [`dev=${a}0`, `list: item 1: ${expected}`],
    [`dev=${a?.toUpperCase()}`, `list: item 1: ${expected}`],
    [`dev==${a}`, `list: item 1: ${expected}`],
    [`dev =${a}`, `list: item 1: ${expected}`],
    [`DEV=${a}`, `list: item 1: ${expected}`],
    [`dev:1=${a}`, `list: item 1: ${expected}`],
    [`__proto__=${a}`, `list: item 1: ${expected}`],
    [`dev=${a};prod=${b}`, `list: item 1: ${expected}`],
    ['dev=tokentokentokentokentokentokentoken', `list: item 1: ${expected}`],
    [`dev=${a},dev=${b},dev=${c}`, 'list: item 3: a third token of "dev", expected at most 2'],
  ])('refuses %.60s, and repeats nothing of it', (text, problem) => {
    expect(read(text)).toEqual([problem]);
  });
});
