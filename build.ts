/** Builds what is shipped: the function (`index.mjs` and lazy chunks) and the command line (`cli.mjs`). The tests' bundle is the same. */
import { rmSync, writeFileSync } from 'node:fs';
import { type BuildOptions, buildSync } from 'esbuild';

/** Where it goes; a test builds elsewhere. */
const outdir = process.argv[2] ?? 'dist';

const common: BuildOptions = {
  bundle: true,
  minify: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  outdir,
  outExtension: { '.js': '.mjs' },
  metafile: true,
  legalComments: 'none',
  // For CommonJS inside, and cheaper than node:module: builtins are all that is required.
  banner: { js: 'const require=process.getBuiltinModule;' },
};

rmSync(outdir, { recursive: true, force: true });
const { metafile } = buildSync({
  ...common,
  entryPoints: { index: 'lambda/handler.ts' },
  chunkNames: 'lazy-[hash]',
  // An ESM import of these touches every lazy getter of node:http and costs 24 ms of a cold start.
  alias: { 'node:http': './lambda/builtins/http.ts', 'node:timers': './lambda/builtins/timers.ts' },
});
buildSync({ ...common, entryPoints: { cli: 'cli/main.ts' }, chunkNames: 'cli-[hash]', banner: { js: cliBanner() } });
writeFileSync(`${outdir}/meta.json`, JSON.stringify(metafile));

function cliBanner(): string {
  return "import{createRequire as imageWardenRequire}from'node:module';const require=imageWardenRequire(import.meta.url);";
}
