/** Handlers of the bench's own, built like the function (build.ts) and put beside it, so that they load its lazy parts. */
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

const lazily: Plugin = {
  name: 'lazily',
  setup: ({ onResolve }) =>
    onResolve({ filter: /\.ts$/ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path: `./lazy-${path.replace(/^.*\/|\.ts$/g, '')}.mjs`, external: true } : null,
    ),
};

/** The file of `bench/handlers/NAME.ts`, built. */
export async function buildVariant(bundle: string, name: string): Promise<string> {
  const outfile = `${bundle}/bench-${name}.mjs`;
  await build({
    absWorkingDir: root,
    entryPoints: [`bench/handlers/${name}.ts`],
    outfile,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    plugins: [lazily],
    alias: Object.fromEntries(['http', 'timers', 'crypto'].map((one) => [`node:${one}`, `./lambda/builtins/${one}.ts`])),
    banner: { js: 'const require=process.getBuiltinModule;' },
  });
  return outfile;
}
