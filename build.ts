/** Builds what is shipped: the functions (`index.mjs`, `ahead.mjs` and lazy bundles) and the command line (`cli.mjs`). The tests' bundle is the same. */
import { rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';

/** Where it goes, and what is built as the function is; tests build elsewhere, and parts of it. */
const [outdir = 'dist', entry = 'lambda/handler.ts'] = process.argv.slice(2);

const common = {
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  outdir,
  outExtension: { '.js': '.mjs' },
  metafile: true,
  legalComments: 'none',
} as const satisfies BuildOptions;

/** An ESM import of a builtin touches every lazy getter, which costs 24 ms of a cold start with node:http; asking the process does not. */
const builtins = {
  alias: {
    'node:http': './lambda/builtins/http.ts',
    'node:timers': './lambda/builtins/timers.ts',
    'node:crypto': './lambda/builtins/crypto.ts',
    'node:net': './lambda/builtins/net.ts',
    // For the daily job alone.
    'node:fs/promises': './lambda/builtins/fs-promises.ts',
    'node:path': './lambda/builtins/path.ts',
    'node:util': './lambda/builtins/util.ts',
  },
  // For CommonJS inside, and cheaper than node:module: builtins are all that is required.
  banner: { js: 'const require=process.getBuiltinModule;' },
} as const satisfies BuildOptions;

rmSync(outdir, { recursive: true, force: true });
const outputs = await buildFunctions({ index: entry, ahead: 'lambda/ahead.ts' });
await build({
  ...common,
  entryPoints: { cli: 'cli/main.ts' },
  splitting: true,
  chunkNames: 'cli-[hash]',
  banner: { js: "import{createRequire as imageWardenRequire}from'node:module';const require=imageWardenRequire(import.meta.url);" },
});
writeFileSync(join(outdir, 'meta.json'), JSON.stringify({ outputs }));

/**
 * What is loaded together is one file, because each file costs half a millisecond of CPU at a cold start: every lazy import
 * becomes a bundle of its own, named like its source. What several need stands in each; it is code without state to share.
 */
async function buildFunctions(handlers: Readonly<Record<string, string>>): Promise<Metafile['outputs']> {
  const entries = new Map(Object.entries(handlers));
  const lazily: Plugin = {
    name: 'lazily',
    setup: ({ onResolve }) =>
      onResolve({ filter: /\.ts$/ }, ({ kind, path, resolveDir }) => {
        if (kind !== 'dynamic-import') return null;
        const [source, name] = [join(resolveDir, path), `lazy-${basename(path, '.ts')}`];
        if ((entries.get(name) ?? source) !== source) throw new Error(`two lazy imports are called ${name}`);
        entries.set(name, source);
        return { path: `./${name}.mjs`, external: true };
      }),
  };
  const all: Metafile['outputs'] = {};
  // The map grows while it is walked.
  for (const [name, source] of entries) {
    const { metafile } = await build({ ...common, ...builtins, entryPoints: { [name]: source }, plugins: [lazily] });
    Object.assign(all, metafile.outputs);
  }
  return all;
}
