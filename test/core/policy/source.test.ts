import { describe, expect, it } from '@jest/globals';
import { readDocumentText } from '../../../core/policy/source.ts';

describe('readDocumentText', () => {
  const value = { version: 1, images: ['a.io', { deny: 'b.io' }] };
  it.each([
    ['compact', JSON.stringify(value)],
    ['with a line end', `${JSON.stringify(value)}\n`],
    ['indented by two', `${JSON.stringify(value, null, 2)}\n`],
    ['indented by four', JSON.stringify(value, null, 4)],
    ['YAML', 'version: 1\nimages: [a.io, {deny: b.io}]'],
  ])('JSON %s', async (_, text) => {
    expect(await readDocumentText(text)).toMatchObject({ value });
  });

  it('tells places in every spelling', async () => {
    for (const [text, line, column] of [
      [JSON.stringify(value), 1, 31],
      [JSON.stringify(value, null, 2), 5, 5],
    ] as const) {
      const read = await readDocumentText(text);
      if ('message' in read) throw new Error(read.message);
      expect(await read.locate(['images', 1], false)).toEqual({ line, column });
      expect(await read.locate(['images', 1], false)).toEqual({ line, column });
    }
  });

  it.each(['{"a":1,"a":2}', '{"a":1,"a":1}', '{ "a":1,"a":2}'])('finds a double key: %s', async (text) => {
    expect(await readDocumentText(text)).toMatchObject({ message: 'the key "a" stands twice in one object' });
  });

  it('JSON deeper than the stack', async () => {
    expect(await readDocumentText(`${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`)).toMatchObject({
      message: 'nested deeper than 64 levels',
    });
  });
});
