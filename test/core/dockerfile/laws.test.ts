import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { imagesOf } from '../../../core/dockerfile/images.ts';
import { readDockerfile } from '../../../core/dockerfile/model.ts';
import { isDockerfileName, looksLikeDockerfile } from '../../../core/dockerfile/name.ts';
import { judgeDockerfile } from '../../../core/rules/judge-dockerfile.ts';
import { plain } from '../rules/dockerfile/judge.ts';

const pieces = [
  ...[
    'FROM',
    'from ',
    'RUN ',
    'COPY ',
    'ADD ',
    'ARG ',
    'ENV ',
    'USER ',
    'ONBUILD ',
    'SHELL ',
    'CMD ',
    'LABEL ',
    'EXPOSE ',
    'WORKDIR ',
    'HEALTHCHECK ',
  ],
  ...[
    '\n',
    '\r\n',
    '\\\n',
    '`\n',
    ' ',
    '\t',
    '#',
    '# escape=`\n',
    '# syntax=a/b\n',
    '<<EOF',
    'EOF\n',
    '<<-"X"',
    '--from=',
    '--mount=',
    'a:1',
    ' AS b\n',
  ],
  ...[
    '$A',
    '${A',
    '${A:-',
    '}',
    '"',
    "'",
    '\\',
    '[',
    ']',
    ',',
    '=',
    '|',
    '&&',
    ';',
    '(',
    ')',
    '$(',
    '`',
    'curl x',
    'sh',
    'apt-get install y',
    '0',
    '\ufeff',
    '\0',
    '\u0085',
  ],
];

const soup = fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 4 })), { maxLength: 60 }).map((parts) => parts.join(''));

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const image = fc.tuple(word, word).map(([name, tag]) => `${name}.example/${name}:${tag}`);

/** Instructions that name no image and cannot swallow the next line. */
const filler = fc.constantFrom(
  'RUN a && b',
  'RUN a \\\n  && b',
  'COPY a b',
  '# FROM x',
  '',
  'RUN <<EOF\nFROM no.example/no\nEOF',
  'ENV A="FROM x"',
  'CMD ["a"]',
  'LABEL a=b \\\n# FROM x\n c=d',
);

describe('laws', () => {
  it('no text makes it throw, and every place is in the file', () => {
    fc.assert(
      fc.property(soup, (text) => {
        const { violations, images, problems } = judgeDockerfile(text, plain);
        const lines = text.split('\n').length;
        for (const { line, column } of [...violations, ...images, ...problems]) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(lines + 1);
          expect(column).toBeGreaterThanOrEqual(1);
        }
        for (const { detail, fix } of violations) expect(`${detail}\n${fix}`).toMatch(/^[ -~\n]*$/);
        for (const { message } of problems) expect(message).toMatch(/^[ -~]*$/);
        for (const { image: named, problem } of images) expect(named === null).toBe(problem !== null);
        looksLikeDockerfile(text);
        isDockerfileName(text);
      }),
      { numRuns: 2000 },
    );
  });

  it('the same text has the same verdict with other line ends and a byte order mark', () => {
    fc.assert(
      fc.property(soup, (text) => {
        const unix = text.replaceAll('\r', '').replaceAll('\ufeff', '');
        const windows = judgeDockerfile(`\ufeff${unix.replaceAll('\n', '\r\n')}`, plain);
        const one = judgeDockerfile(unix, plain);
        expect(windows.images.map(({ image: named, line }) => [named, line])).toEqual(
          one.images.map(({ image: named, line }) => [named, line]),
        );
        expect(windows.violations.map(({ rule, line }) => [rule, line])).toEqual(one.violations.map(({ rule, line }) => [rule, line]));
      }),
    );
  });

  it('every FROM between other instructions is found, in order', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(image, fc.array(filler, { maxLength: 3 })), { minLength: 1, maxLength: 6 }), (stages) => {
        const text = stages.map(([from, rest]) => [`FROM ${from}`, ...rest].join('\n')).join('\n');
        const file = readDockerfile(text, { buildArgs: new Map(), target: null });
        expect(imagesOf(file).map(({ image: named }) => named)).toEqual(stages.map(([from]) => from));
        expect(file.problems).toEqual([]);
      }),
    );
  });

  it('an image given through ARG is the image written out', () => {
    fc.assert(
      fc.property(image, (from) => {
        const direct = readDockerfile(`FROM ${from}`, { buildArgs: new Map(), target: null });
        const through = readDockerfile('ARG X=none\nFROM $X', { buildArgs: new Map([['X', from]]), target: null });
        expect(through.stages[0]?.image?.text).toBe(direct.stages[0]?.image?.text);
      }),
    );
  });
});
