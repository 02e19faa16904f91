/** Serves images that a real signer signed, until it is ended. */
import { startRegistry } from '../../adapters/registry/server.ts';
import { readDump } from '../../core/signature/fixture.ts';

const { host } = await startRegistry(readDump('skopeo'));
process.stdout.write(`serving ${host}\n`);
