import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkFile, emptyChecked, reportOf } from '../../../core/check/check.ts';
import { checkListItem } from '../../../core/check/list-item.ts';
import { type ListItem, listSplitter, maxItemLength } from '../../../core/check/list-splitter.ts';
import { nowMs, podOf, policyOf } from '../policy/policies.ts';

function split(text: string, size = text.length) {
  const splitter = listSplitter();
  const items: ListItem[] = [];
  for (let at = 0; at < text.length; at += size) items.push(...splitter.feed(text.slice(at, at + size)));
  return { items, problem: splitter.end(), hasItems: splitter.hasItems() };
}

const place = { cluster: null, namespace: null };
const policy = policyOf({ images: ['a.io'], workloads: { podSecurity: 'baseline' } });

const object = fc.oneof(
  fc.constantFrom(podOf('nginx'), podOf('a.io/x', 'b.io/y:1'), { kind: 'ConfigMap', apiVersion: 'v1', data: { '{"[\\': '"]},\n' } }),
  fc.record({ kind: fc.constant('X'), apiVersion: fc.constant('x/v1'), spec: fc.jsonValue() }),
);

describe('listSplitter', () => {
  it('law: in pieces of any size a List is judged as it is whole', () => {
    fc.assert(
      fc.property(fc.array(object, { maxLength: 6 }), fc.integer({ min: 1, max: 40 }), fc.constantFrom(0, 4), (items, size, indent) => {
        const text = JSON.stringify({ apiVersion: 'v1', items, kind: 'List', metadata: { kind: 'no' } }, null, indent);
        const whole = emptyChecked();
        checkFile(whole, { path: 'f', text }, policy, place, nowMs);
        const pieces = emptyChecked();
        const { items: found, problem } = split(text, size);
        for (const item of found) checkListItem(pieces, 'f', item, policy, place, nowMs);
        expect([problem, found.length]).toEqual([null, items.length]);
        expect(reportOf(pieces, policy)).toEqual(reportOf(whole, policy));
      }),
      { numRuns: 60 },
    );
  });

  it.each<[string, string | null, number]>([
    ['{"kind":"List","items":[]}', null, 0],
    ['{"items":[{},{}],"kind":"PodList"}', null, 2],
    ['{"items":[{}', 'it ends before the List does: is it whole?', 0],
    ['{"items":[{},', 'it ends before the List does: is it whole?', 1],
    ['{"items":[1, "a,]" ,null],"kind":"List"}', null, 3],
    ['{"items":[{}],"kind":"Thing"}', 'a document of this size is expected to be a List', 1],
    ['{"items":[],"kind":"List"} x', 'something follows the List', 0],
    ['{"items":[],"items":[{}],"kind":"List"}', 'the key "items" stands twice in one object', 1],
  ])('%s: %j', (text, problem, count) => {
    const found = split(text, 3);
    expect([found.problem, found.items.length, found.hasItems]).toEqual([problem, count, true]);
  });

  it('only the outermost items count, and an item has a limit', () => {
    expect(split('{"spec":{"items":[{}]},"kind":"List"}')).toMatchObject({ hasItems: false, items: [] });
    const long = split(`{"items":["${'x'.repeat(maxItemLength)}", 1],"kind":"List"}`, 1_000_000);
    expect([long.items.map(({ text }) => text), long.problem]).toEqual([['1'], `items[0] has more than ${maxItemLength} characters`]);
  });

  it('an item that nobody can read is a problem at its place', () => {
    const checked = emptyChecked();
    for (const item of split('{\n "items": [\n  {"kind": "Pod", "kind": 1},\n  {"a": 1}, {,}],"kind":"List"}', 5).items)
      checkListItem(checked, 'f', item, policy, place, nowMs);
    expect(checked.problems).toEqual([
      { file: 'f', line: 3, column: 19, message: 'items[0]: the key "kind" stands twice in one object' },
      { file: 'f', line: 4, column: 3, message: 'items[1]: it has no kind' },
      { file: 'f', line: 4, column: 13, message: 'items[2]: it is no object in JSON' },
    ]);
  });
});
