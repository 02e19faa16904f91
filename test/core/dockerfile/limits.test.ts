import { describe, expect, it } from '@jest/globals';
import { readDockerfile } from '../../../core/dockerfile/model.ts';
import {
  maxDockerfileLength,
  maxDockerfileLineBytes,
  maxDockerfileProblems,
  maxDockerfileStages,
  maxDockerfileVariables,
  maxSecondReadingLength,
} from '../../../core/limits.ts';
import { judgeDockerfile } from '../../../core/rules/judge-dockerfile.ts';
import { plain } from '../rules/dockerfile/judge.ts';

const read = (text: string) => readDockerfile(text, { buildArgs: new Map(), target: null });
const messages = (text: string): string[] => read(text).problems.map(({ message }) => message);

describe('limits', () => {
  it(`reads ${maxDockerfileLength} characters`, () => {
    const text = `FROM a\n${'#\n'.repeat(maxDockerfileLength)}`;
    expect(messages(text.slice(0, maxDockerfileLength))).toEqual([]);
    expect(messages(text)).toEqual([`the file has more than ${maxDockerfileLength} characters`]);
  });

  it(`tells a line of more than ${maxDockerfileLineBytes} bytes`, () => {
    const line = (bytes: number): string => `FROM a\nRUN ${'x'.repeat(bytes - 4)}`;
    expect(messages(line(maxDockerfileLineBytes))).toEqual([]);
    expect(messages(line(maxDockerfileLineBytes + 1))).toEqual([
      `the line has more than ${maxDockerfileLineBytes} bytes: builders refuse it`,
    ]);
    expect(messages(`FROM a\nRUN ${'\u20ac'.repeat(30_000)}`)).toHaveLength(1);
  });

  it(`reads ${maxDockerfileStages} stages`, () => {
    expect(messages('FROM a\n'.repeat(maxDockerfileStages))).toEqual([]);
    expect(messages('FROM a\n'.repeat(maxDockerfileStages + 1))).toEqual([
      `more than ${maxDockerfileStages} stages: the rest was not read`,
    ]);
  });

  it(`keeps ${maxDockerfileVariables} variables, and knows none of the others`, () => {
    const args = Array.from({ length: maxDockerfileVariables + 1 }, (_, i) => `ARG A${i}=b\n`).join('');
    const last = read(`${args}FROM $A${maxDockerfileVariables - 1}\nFROM $A${maxDockerfileVariables}\n`).stages.map(
      ({ image }) => image?.text,
    );
    expect(last).toEqual(['b', null]);
  });

  it(`tells ${maxDockerfileProblems} problems, and counts the others`, () => {
    const found = messages(`FROM a\n${'NO b\n'.repeat(maxDockerfileProblems + 5)}`);
    expect([found.length, found.at(-1)]).toEqual([maxDockerfileProblems + 1, 'and 5 more']);
  });

  it(`reads up to ${maxSecondReadingLength} characters twice`, () => {
    const text = (length: number): string => `FROM a\nRUN b \\\\\nFROM c\n${'#\n'.repeat(length)}`;
    expect(messages(text(1))[0]).toContain('parsers do not agree');
    expect(messages(`${text(1)}${'LABEL a=b\n'.repeat(maxSecondReadingLength / 10)}`)).toEqual([]);
  });
});

/** Each of 300,000 characters, where something could be quadratic. Linear, the slowest takes a quarter of a second. */
const hostile: readonly [name: string, head: string, unit: string][] = [
  ['stages', '', 'FROM a\n'],
  ['comments', 'FROM a\n', '#\n'],
  ['ignores', 'FROM a\n', '# image-warden ignore=x y\n'],
  ['ignores within an instruction', 'FROM a\nRUN a\\\n', '# image-warden ignore=cd-in-run y\n'],
  ['shell pragmas', 'FROM a\n', '# hadolint shell=pwsh\nRUN a\n'],
  ['commands of one RUN', 'FROM a\nRUN ', 'npm ci;'],
  ['pipelines', 'FROM a\nRUN ', 'curl a|'],
  ['doubling arguments', 'FROM a\nARG A=xxxxxxxxxx\n', 'ARG A=$A$A\n'],
  ['nested fallbacks', 'FROM a\nARG A=', '${a:-'],
  ['nested substitutions', 'FROM a\nRUN ', '$(a '],
  ['flags', 'FROM a\nCOPY ', '--a '],
  ['mount fields', 'FROM a\nRUN --mount=', 'from=a,'],
  ['heredocs', 'FROM a\nRUN ', '<<A '],
  ['quotes', 'FROM a\nLABEL a=', '"'],
  ['braces', 'FROM a\nRUN ', '${'],
  ['brackets', 'FROM a\nRUN ', '['],
  ['backticks', 'FROM a\nRUN ', '`\\'],
  ['blanks', 'FROM a\nRUN a', ' '],
  ['ONBUILD', 'FROM a\n', 'ONBUILD '],
  ['continuations', 'FROM a\nRUN ', 'a\\\n'],
];

describe('hostile text', () => {
  it.each(hostile)('%s: in linear time', (_, head, unit) => {
    const text = head + unit.repeat(300_000 / unit.length);
    const started = process.cpuUsage().user;
    judgeDockerfile(text, plain);
    expect((process.cpuUsage().user - started) / 1000).toBeLessThan(5000);
  });
});
