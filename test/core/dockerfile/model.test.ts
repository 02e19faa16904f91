// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Dockerfiles and shell scripts write variables like this.
import { describe, expect, it } from '@jest/globals';
import { imagesOf } from '../../../core/dockerfile/images.ts';
import { readDockerfile } from '../../../core/dockerfile/model.ts';

function read(text: string, { target = null, ...args }: Record<string, string | null> = {}) {
  const buildArgs = new Map(Object.entries(args).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])));
  return readDockerfile(text, { buildArgs, target: target ?? null });
}

/** `role line image` of every image; `?` where it cannot be told. */
function images(text: string, options: Record<string, string | null> = {}): string[] {
  return imagesOf(read(text, options)).map(
    ({ role, line, image, inTarget }) => `${role} ${line} ${image ?? '?'}${inTarget ? '' : ' elsewhere'}`,
  );
}

const problems = (text: string, options: Record<string, string | null> = {}): string[] =>
  read(text, options).problems.map(({ line, message }) => `${line}: ${message}`);

/** What stands in the file, and the images that a builder would pull. */
const cut: readonly [name: string, text: string, images: string[]][] = [
  ['one stage', 'FROM a:1', ['from 1 a:1']],
  ['lower case and blanks', '  from   a:1   as  b \n', ['from 1 a:1']],
  ['Windows line ends and a byte order mark', '\ufeffFROM a:1\r\nCOPY --from=b:1 c d\r\n', ['from 1 a:1', 'copy-from 2 b:1']],
  ['a stage by name, by position, in any case', 'FROM a:1 AS b\nFROM B\nCOPY --from=0 c d\nCOPY --from=b c d', ['from 1 a:1']],
  ['scratch', 'FROM scratch\nCOPY a b', []],
  ['a continued FROM', 'FROM \\\n  a:1\n', ['from 1 a:1']],
  [
    'comments and empty lines within an instruction',
    'FROM a:1\nRUN b \\\n# FROM c\n\n  # d\n  && e\nFROM f:1',
    ['from 1 a:1 elsewhere', 'from 7 f:1'],
  ],
  ['blanks behind the escape character', 'FROM a:1\nRUN b \\ \t\nFROM c:1', ['from 1 a:1']],
  ['an escaped escape character does not continue', 'FROM a:1\nRUN b \\\\\nFROM c:1', ['from 1 a:1 elsewhere', 'from 3 c:1']],
  ['the escape directive', '# escape=`\nFROM a:1\nRUN b `\nFROM c:1', ['from 2 a:1']],
  ['no directive behind an unknown one', '# x=y\n# escape=`\nFROM a:1\nRUN b `\nFROM c:1', ['from 3 a:1 elsewhere', 'from 5 c:1']],
  ['no directive behind an empty line', '\n# syntax=a/b\nFROM c:1', ['from 3 c:1']],
  ['a heredoc', 'FROM a:1\nRUN <<EOF\nFROM b:1\nEOF\nCOPY --from=c:1 d e', ['from 1 a:1', 'copy-from 5 c:1']],
  ['two heredocs', 'FROM a:1\nCOPY <<X <<-"Y" /d/\nFROM b:1\nX\nFROM c:1\n\tY\nCOPY --from=e:1 f g', ['from 1 a:1', 'copy-from 7 e:1']],
  ['a heredoc with a descriptor', 'FROM a:1\nRUN b 3<<EOF\nFROM c:1\nEOF', ['from 1 a:1']],
  ['no heredoc in quotes', 'FROM a:1\nRUN echo "<<EOF"\nFROM b:1\nRUN echo EOF', ['from 1 a:1 elsewhere', 'from 3 b:1']],
  ['no heredoc in ENV', 'FROM a:1\nENV A=<<EOF\nFROM b:1', ['from 1 a:1 elsewhere', 'from 3 b:1']],
  ['no heredoc where a quote stays open', "FROM a:1\nRUN it's <<EOF\nFROM b:1", ['from 1 a:1 elsewhere', 'from 3 b:1']],
  ['no here-string', 'FROM a:1\nRUN cat <<<EOF\nFROM b:1', ['from 1 a:1 elsewhere', 'from 3 b:1']],
  ['a mount from an image', 'FROM a:1\nRUN --mount=type=bind,from=b:1,target=/c d', ['from 1 a:1', 'mount-from 2 b:1']],
  ['a mount in CSV', 'FROM a:1\nRUN --mount="type=bind,\\"from=b:1\\"" d', ['from 1 a:1', 'mount-from 2 b:1']],
  ['flags in quotes and capitals', 'FROM a:1\nCOPY --FROM="b:1" c d', ['from 1 a:1', 'copy-from 2 b:1']],
  ['no flag behind the arguments', 'FROM a:1\nCOPY a --from=b:1 c', ['from 1 a:1']],
  ['ONBUILD', 'FROM a:1\nONBUILD COPY --from=b:1 c d', ['from 1 a:1', 'copy-from 2 b:1']],
  [
    'a stage below is an image for some builders',
    'FROM a:1\nCOPY --from=b c d\nFROM e:1 AS b',
    ['from 1 a:1 elsewhere', 'copy-from 2 b elsewhere', 'from 3 e:1'],
  ],
  ['the frontend', '# syntax=docker/dockerfile:1.9\nFROM a:1', ['syntax 1 docker/dockerfile:1.9', 'from 2 a:1']],
  ['the frontend in another comment', '// syntax=evil/x\nFROM a:1', ['syntax 1 evil/x', 'from 2 a:1']],
  ['the frontend behind a shebang', '#!/x\n# syntax=evil/x y\nFROM a:1', ['syntax 2 evil/x', 'from 3 a:1']],
  ['the frontend in JSON', '{"syntax": "evil/x"}', ['syntax 1 evil/x']],
  ['an ARG with a default', 'ARG V=1\nFROM a:${V}', ['from 2 a:1']],
  ['ARGs that use ARGs', 'ARG A=x ARG_B=1\nARG C=$A/y\nFROM $C:$ARG_B', ['from 3 x/y:1']],
  ['quotes in an ARG', 'ARG A=good"/evil"\nFROM $A', ['from 2 good/evil']],
  ['an ARG without a value', 'ARG A\nFROM $A', ['from 2 ?']],
  ['an ARG that nobody declares', 'FROM a:$B', ['from 1 ?']],
  ['a fallback', 'ARG A\nFROM ${A:-b:1}', ['from 2 b:1']],
  ['an ARG of a stage is not seen by FROM', 'FROM a:1\nARG B=c:1\nFROM $B', ['from 1 a:1 elsewhere', 'from 3 ?']],
  ['no variable in COPY --from', 'FROM a:1\nARG B=c:1\nCOPY --from=$B d e', ['from 1 a:1', 'copy-from 3 ?']],
  [
    'stages by platform',
    'FROM a:1 AS base-amd64\nFROM b:1 AS base-arm64\nFROM c:1 AS other\nFROM base-${TARGETARCH}',
    ['from 1 a:1', 'from 2 b:1', 'from 3 c:1 elsewhere'],
  ],
  ['a platform in an image', 'FROM a:1-${TARGETARCH}', ['from 1 ?']],
];

describe('readDockerfile', () => {
  it.each(cut)('%s', (_, text, expected) => {
    expect(images(text)).toEqual(expected);
  });

  it('gives --build-arg to what is declared', () => {
    const text = 'ARG A=b:1\nFROM $A\nFROM c:$TARGETARCH\n';
    expect(images(text, { A: 'd:2', TARGETARCH: 'arm64' })).toEqual(['from 2 d:2 elsewhere', 'from 3 c:arm64']);
    expect(images('FROM $A', { A: 'd:2' })).toEqual(['from 1 ?']);
  });

  it('follows the graph of the target', () => {
    const text =
      'FROM a:1 AS deps\nFROM b:1 AS build\nCOPY --from=deps x y\nFROM c:1 AS test\nFROM d:1 AS final\nRUN --mount=from=build e\n';
    expect(images(text)).toEqual(['from 1 a:1', 'from 2 b:1', 'from 4 c:1 elsewhere', 'from 5 d:1']);
    expect(images(text, { target: 'Test' })).toEqual([
      'from 1 a:1 elsewhere',
      'from 2 b:1 elsewhere',
      'from 4 c:1',
      'from 5 d:1 elsewhere',
    ]);
    expect(images(text, { target: '0' })).toEqual(['from 1 a:1', 'from 2 b:1 elsewhere', 'from 4 c:1 elsewhere', 'from 5 d:1 elsewhere']);
  });

  it('says why an image is not known', () => {
    expect(imagesOf(read('ARG A\nFROM $A'))[0]?.problem).toBe(
      'cannot tell the image: A has no value here (give it a default, or --build-arg A=...)',
    );
  });

  it.each([
    ['', '1: there is no FROM: nothing is built'],
    ['RUN a', '1: there is no FROM: nothing is built'],
    ['FROM a\nRUN <<EOF\nb', '2: the heredoc "EOF" does not end'],
    ['FROM a\nFETCH b', '2: no builder knows the instruction "FETCH"'],
    ['FROM a b', '1: FROM "a b" is not FROM image [AS name]'],
    ['# escape=x\nFROM a', '1: the escape character "x" is neither \\ nor `'],
    ['# syntax=a\n# syntax=b\nFROM a', '2: the directive syntax stands twice'],
    ['FROM a\0', '1: the file has a NUL character: it is binary'],
    ['FROM a\nRUN b \\\\\nFROM c', '3: parsers do not agree whether a stage begins here (dockerfile-ast says no): write it plainly'],
  ])('%j is a problem', (text, problem) => {
    expect(problems(text)).toEqual([problem]);
  });

  it('knows when there is no such target', () => {
    expect(problems('FROM a', { target: 'b\u202e' })).toEqual(['1: no stage is named "b\\u202e", the target']);
  });

  it('inherits ENV from the stage it builds on, and a global ARG only when it is declared again', () => {
    const { stages } = read('ARG G=1\nFROM a AS b\nENV E=2\nARG G\nARG L=3\nFROM b\nENV F=$E$G$L\n');
    expect(stages.map(({ variables }) => Object.fromEntries(variables))).toEqual([
      { E: '2', G: '1', L: '3' },
      { E: '2', F: null },
    ]);
  });
});
