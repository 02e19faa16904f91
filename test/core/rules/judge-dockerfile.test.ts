import { describe, expect, it } from '@jest/globals';
import { judgeDockerfile } from '../../../core/rules/judge-dockerfile.ts';
import { linesOf, plain } from './dockerfile/judge.ts';

const digest = `sha256:${'0'.repeat(64)}`;

describe('judgeDockerfile', () => {
  it('tells rule, code, place, stage, words and whether the target needs it', () => {
    const text = `FROM a:1@${digest} AS B\nUSER 1\nRUN x && \\\n  sudo y\nFROM c:1@${digest}\nUSER 1\n`;
    expect(judgeDockerfile(text, plain)).toEqual({
      violations: [
        {
          rule: 'no-sudo',
          alias: 'DL3004',
          severity: 'warn',
          line: 4,
          column: 3,
          stage: 'b',
          detail: 'sudo is used where root runs already',
          fix: 'run the command before USER, or use gosu in the entrypoint',
          inTarget: false,
        },
      ],
      images: [
        { image: `a:1@${digest}`, role: 'from', line: 1, column: 1, stage: 'b', inTarget: false, problem: null },
        { image: `c:1@${digest}`, role: 'from', line: 5, column: 1, stage: '1', inTarget: true, problem: null },
      ],
      problems: [],
    });
  });

  it('takes severities by rule id', () => {
    const rules = new Map([
      ['no-sudo', 'deny'] as const,
      ['missing-tag', 'off'] as const,
      ['unpinned-base', 'off'] as const,
      ['root-user', 'off'] as const,
    ]);
    expect(
      judgeDockerfile('FROM a\nRUN sudo b', { ...plain, rules }).violations.map(({ rule, severity }) => `${rule} ${severity}`),
    ).toEqual(['no-sudo deny']);
  });

  it('escapes what the file says', () => {
    const { violations } = judgeDockerfile('FROM a:1 AS x\u202e\nFROM a:1 AS x\u202e\nRUN apk add --no-cache \u001b[31mred', plain);
    for (const { detail, fix, stage } of violations) expect(`${detail}${fix}${stage}`).toMatch(/^[ -~\n]*$/);
  });

  it('never repeats a secret', () => {
    const text =
      'FROM a:1\nENV API_TOKEN=hunter2 X=ghp_012345678901234567890123456789012345\nRUN apk add ghp_012345678901234567890123456789012345';
    expect(JSON.stringify(judgeDockerfile('FROM a:1\nENV API_TOKEN=hunter2', plain))).not.toContain('hunter2');
    expect(linesOf(text, 'secret-in-variable')).toEqual([2, 3]);
  });
});

/** Where `RUN sudo` in line 4 or 3 is still found. */
const ignores: readonly [text: string, lines: number[]][] = [
  ['FROM a|# hadolint ignore=DL3004|RUN sudo b', []],
  ['FROM a|# hadolint ignore=DL3001, DL3004 # why|RUN sudo b', []],
  ['FROM a|# hadolint ignore=no-sudo|RUN sudo b', [3]],
  ['FROM a|# hadolint ignore=crazy,DL3004|RUN sudo b', [3]],
  ['FROM a|# hadolint ignore=DL3004||RUN sudo b', [4]],
  ['FROM a|# hadolint ignore=DL3004|RUN b|RUN sudo b', [4]],
  ['# hadolint ignore=DL3004|FROM a|RUN sudo b', [3]],
  ['# hadolint global ignore = DL3004 , DL3001|FROM a|RUN sudo b', []],
  ['FROM a|# image-warden ignore=no-sudo the base needs it|RUN sudo b', []],
  ['FROM a|# image-warden ignore=DL3004,cd-in-run the base needs it|RUN sudo b', []],
  ['FROM a|# image-warden ignore=no-sudo|RUN sudo b', [3]],
  ['FROM a|# image-warden ignore=cd-in-run the base needs it|RUN sudo b', [3]],
  ['FROM a|# image-warden ignore=no-sudo the base needs it|# hadolint ignore=DL3003|RUN sudo b', []],
  ['FROM a|RUN c && \\|# image-warden ignore=no-sudo the base needs it|  sudo b', []],
  ['FROM a|RUN c && \\|  sudo b # image-warden ignore=no-sudo the base needs it', []],
  ['FROM a|RUN sudo b|# image-warden ignore=no-sudo the base needs it', [2]],
];

describe('ignores', () => {
  it.each(ignores)('%s', (text, lines) => {
    expect(linesOf(text.replaceAll('|', '\n'), 'no-sudo')).toEqual(lines);
  });
});
