// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Dockerfiles and shell scripts write variables like this.
import { describe, expect, it } from '@jest/globals';
import { parseScript, parseWords } from '../../../../core/dockerfile/shell/script.ts';
import { maxShellDepth } from '../../../../core/limits.ts';

/** `column:name(args)`, pipelines joined by `|`. */
function shape(script: string): string {
  const commands = parseScript(script, (at) => ({ line: 1, column: at + 1 }));
  const pipelines = Map.groupBy(commands, ({ pipeline }) => pipeline);
  return [...pipelines.values()]
    .map((some) => some.map(({ column, name, args }) => `${column}:${name}(${args.join(',')})`).join(' | '))
    .join(' ; ');
}

const cases: readonly [script: string, commands: string][] = [
  ['', ''],
  ['a b c', '1:a(b,c)'],
  ['a && b || c ; d & e', '1:a() ; 6:b() ; 11:c() ; 15:d() ; 19:e()'],
  ['a | b |& c', '1:a() | 5:b() | 10:c()'],
  ['/usr/bin/a', '1:a()'],
  ['A=1 B="x y" c', '1:c()'],
  ['a "b c" \'d $e\' f\\ g "h\\"i"', '1:a(b c,d $e,f g,h"i)'],
  ['a "b;c" # d && e', '1:a(b;c)'],
  ['a b#c', '1:a(b#c)'],
  ['a > b 2>&1 < c &> d <<< e f', '1:a(f)'],
  ['if a; then b; elif ! c; then d; else e; fi', '4:a() ; 12:b() ; 22:c() ; 30:d() ; 38:e()'],
  ['for i in a b; do c $i; done | d', '18:c($i) | 31:d()'],
  ['while a; do b; done', '7:a() ; 13:b()'],
  ['case $(a) in b) c ;; d|e) f ;; esac', '8:a() ; 17:c() ; 22:d() ; 27:f()'],
  ['(a; b) | c', '2:a() ; 5:b() | 10:c()'],
  ['{ a; } | b', '3:a() | 10:b()'],
  ['f() { a; }; f', '7:a() ; 13:f()'],
  ['a $(b $(c) | d) `e`', '9:c() ; 5:b($(c)) | 14:d() ; 17:e() ; 1:a($(b $(c) | d),`e`)'],
  ['a "$(b "c d")"', '6:b(c d) ; 1:a($(b "c d"))'],
  ['a <(b) >(c)', '5:b() ; 10:c() ; 1:a(<(b),>(c))'],
  ['a $((1 + 2)) ${b:-c d}', '1:a($((1 + 2)),${b:-c d})'],
  ["sh -ec 'a && b'", '1:sh(-ec,a && b) ; 1:a() ; 1:b()'],
  ['a <<E\nb\n\tE\nc', '1:a() ; 12:c()'],
  ['a\nb', '1:a() ; 3:b()'],
  ['a "b', '1:a(b)'],
  ["a 'b", '1:a(b)'],
  ['a $(b', '5:b() ; 1:a($(b)'],
  [')', ''],
  ['a \ufeffb \fc', '1:a(\ufeffb,\fc)'],
  ['\u00a0', '1:\u00a0()'],
];

describe('parseScript', () => {
  it.each(cases)('%s', (script, commands) => {
    expect(shape(script)).toBe(commands);
  });

  it('knows what is nested in a command', () => {
    const commands = parseScript('sh -c "$(curl x)"', () => ({ line: 1, column: 1 }));
    expect(commands.find(({ name }) => name === 'sh')?.nested.map(({ name }) => name)).toEqual(['curl']);
  });

  it(`reads ${maxShellDepth} levels of substitution, and takes the rest as text`, () => {
    const nested = (levels: number): number =>
      parseScript(`${'$(a '.repeat(levels)}b`, () => ({ line: 1, column: 1 })).filter(({ name }) => name === 'a').length;
    expect([nested(maxShellDepth), nested(maxShellDepth + 1), nested(1000)]).toEqual([maxShellDepth, maxShellDepth, maxShellDepth]);
  });

  it('reads an exec form as one command', () => {
    const commands = parseWords(['sh', '-c', 'a | b'], () => ({ line: 3, column: 4 }));
    expect(commands.map(({ line, column, name }) => [line, column, name])).toEqual([
      [3, 4, 'sh'],
      [3, 4, 'a'],
      [3, 4, 'b'],
    ]);
  });
});
