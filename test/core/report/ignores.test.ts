import { describe, expect, it } from '@jest/globals';
import { applyIgnores, ignoresOf } from '../../../core/report/ignores.ts';
import { mixed, web } from './sample.ts';

const of = (text: string) => ignoresOf('a.yaml', text);

describe('ignoresOf', () => {
  it.each([
    ['# image-warden ignore=denied-tag OPS-1', ['denied-tag'], 'OPS-1'],
    [
      'image: nginx # image-warden ignore=denied-tag,digest-required  until the move  ',
      ['denied-tag', 'digest-required'],
      'until the move',
    ],
    ['\t#image-warden ignore=a b', ['a'], 'b'],
  ])('reads %j', (line, rules, reason) => {
    expect(of(`x: 1\r\n${line}\r\ny: 2`)).toEqual({ ignores: [{ file: 'a.yaml', line: 2, rules, reason }], problems: [] });
  });

  it.each([
    ['# image-warden ignore=denied-tag', 'an ignore without a reason: expected # image-warden ignore=RULE[,RULE] and the reason'],
    ['# image-warden ignore= because', 'an ignore of no rule: expected # image-warden ignore=RULE[,RULE] and the reason'],
    ['# image-warden ignore=a,,b c', 'an ignore of no rule: expected # image-warden ignore=RULE[,RULE] and the reason'],
    [
      '# image-warden ignore=*\u001b x',
      'an ignore of "*\\u001b", which is no rule\'s id: expected # image-warden ignore=RULE[,RULE] and the reason',
    ],
    [`# image-warden ignore=a ${'x'.repeat(257)}`, 'an ignore with a reason of 257 characters: expected at most 256'],
  ])('tells what is wrong with %j', (line, message) => {
    expect(of(`  ${line}`)).toEqual({ ignores: [], problems: [{ file: 'a.yaml', line: 1, column: 3, message }] });
  });

  it.each(['', 'x#image-warden ignore=a b', '# image-warden: ignore=a b', '# image-warden', '// image-warden ignore=a b'])(
    'is none: %j',
    (text) => {
      expect(of(text)).toEqual({ ignores: [], problems: [] });
    },
  );
});

describe('applyIgnores', () => {
  const ignore = { file: web.file, line: 7, rules: ['x', web.rule], reason: 'OPS-1' };

  it.each([
    ['the line before', { ...ignore }, true],
    ['the line itself', { ...ignore, line: 8 }, true],
    ['the line behind', { ...ignore, line: 9 }, false],
    ['two lines before', { ...ignore, line: 6 }, false],
    ['another rule', { ...ignore, rules: ['denied-tag'] }, false],
    ['another file', { ...ignore, file: 'x' }, false],
  ])('%s', (_, one, forgiven) => {
    const { report, unused } = applyIgnores(mixed, [one]);
    const note = `ignored on line ${one.line}: OPS-1`;
    expect(report.findings[0]).toEqual(forgiven ? { ...web, severity: 'info', note } : web);
    expect([report.allowed, unused]).toEqual([forgiven, forgiven ? [] : [one]]);
  });
});
