import { expect, it } from '@jest/globals';
import { endingsOf, endingText } from '../../../core/policy/expiry.ts';
import { loadedOf } from './loaded.ts';

const { document } = await loadedOf(`
images: [plain.io, {allow: a.io, until: 2027-03-01}, {allow: b.io, until: "2027-03-01T12:00:00+01:00"}]
exceptions: [{rule: denied-tag, image: c.io, until: 2027-03-10, owner: team-b, reason: x}]`);
const at = (now: string) => endingsOf(document, Date.parse(now)).map(endingText);

it.each<[now: string, expected: string[]]>([
  ['2027-02-15T23:59:59Z', ['b.io ends on 2027-03-01T12:00:00+01:00, in 13 days']],
  ['2027-02-16T00:00:01Z', ['a.io ends on 2027-03-01, in 13 days', 'b.io ends on 2027-03-01T12:00:00+01:00, in 13 days']],
  [
    '2027-03-01T23:59:59Z',
    [
      'a.io ends on 2027-03-01, within a day',
      'b.io is over since 2027-03-01T12:00:00+01:00',
      'the exception from denied-tag for c.io (team-b) ends on 2027-03-10, in 9 days',
    ],
  ],
  [
    '2027-03-02T00:00:00Z',
    [
      'a.io is over since 2027-03-01',
      'b.io is over since 2027-03-01T12:00:00+01:00',
      'the exception from denied-tag for c.io (team-b) ends on 2027-03-10, in 9 days',
    ],
  ],
])('%s', (now, expected) => {
  expect(at(now)).toEqual(expected);
});
