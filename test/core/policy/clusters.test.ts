import { describe, expect, it } from '@jest/globals';
import { parseClusterList } from '../../../core/policy/cluster-list.ts';
import { parseClusters } from '../../../core/policy/clusters.ts';

const [a, b, c] = ['a', 'b', 'c'].map((digit) => digit.repeat(64)) as [string, string, string];
const shown = (parsed: Awaited<ReturnType<typeof parseClusters>>) =>
  'problems' in parsed
    ? parsed.problems
    : Object.fromEntries([...parsed.clusters].map(([name, hashes]) => [name, hashes.map((hash) => Buffer.from(hash).toString('hex'))]));

describe('parseClusters', () => {
  it('reads one or two hashes for each', async () => {
    expect(shown(await parseClusters('c.yaml', `prod: [${a}]\nconstructor: [${b}, ${c}]\n`))).toEqual({ prod: [a], constructor: [b, c] });
  });

  it.each<[string, string]>([
    ['', '1:1: the document is empty'],
    ['prod: my-secret-token-of-thirty-two-chars', '1:7: prod: expected a list, got a string'],
    ['prod: [my-secret-token]', '1:8: prod[0]: expected the sha256 of a token, 64 lower-case hex digits, got 15 characters'],
    ['prod: [5]', '1:8: prod[0]: expected the sha256 of a token, 64 lower-case hex digits, got a number; write it between quotes'],
    ['prod: []', '1:7: prod: expected a list with at least one item, got an empty list'],
    [`prod: [${a}, ${b}, ${c}]`, '1:7: prod: expected at most 2 items, got 3 items'],
    [`Prod: [${a}]`, '1:1: Prod: expected a cluster name: lower-case letters, digits and "-", at most 63, got "Prod"'],
    [`__proto__: [${a}]`, '1:1: ["__proto__"]: expected a cluster name: lower-case letters, digits and "-", at most 63, got "__proto__"'],
    [`prod: [${a.toUpperCase()}]`, '1:8: prod[0]: expected the sha256 of a token, 64 lower-case hex digits, got 64 characters'],
    [`prod: [${a}]\nprod: [${b}]`, '2:1: the key "prod" stands twice in one object'],
    ['[]', '1:1: the document: expected keys and values, got a list'],
  ])('%j', async (text, expected) => {
    expect(shown(await parseClusters('c.yaml', text))).toEqual([`c.yaml:${expected}`]);
  });
});

describe('parseClusterList', () => {
  it('reads names and hashes, two of one cluster', () => {
    expect(shown(parseClusterList('list', ` prod=${a}, dev=${b},prod=${c}`))).toEqual({ prod: [a, c], dev: [b] });
  });

  it.each<[string, string]>([
    ['', 'list: item 1: expected CLUSTER=<sha256 of a token, 64 lower-case hex digits>'],
    [`prod=${a},`, 'list: item 2: expected CLUSTER=<sha256 of a token, 64 lower-case hex digits>'],
    ['prod=my-secret-token', 'list: item 1: expected CLUSTER=<sha256 of a token, 64 lower-case hex digits>'],
    [`prod:1=${a}`, 'list: item 1: expected CLUSTER=<sha256 of a token, 64 lower-case hex digits>'],
    [`=${a}`, 'list: item 1: expected CLUSTER=<sha256 of a token, 64 lower-case hex digits>'],
    [a, 'list: item 1: expected CLUSTER=<sha256 of a token, 64 lower-case hex digits>'],
    [`prod=${a},prod=${b},prod=${c}`, 'list: item 3: a third token of "prod", expected at most 2'],
  ])('%j', (text, expected) => {
    expect(shown(parseClusterList('list', text))).toEqual([expected]);
  });
});
