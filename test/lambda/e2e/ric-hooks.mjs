/** Loaded before AWS's runtime client: its native part is another file. */
import { registerHooks } from 'node:module';

const url = new URL('./rapid-client.cjs', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier.endsWith('rapid-client.node') ? { url, format: 'commonjs', shortCircuit: true } : next(specifier, context),
});
