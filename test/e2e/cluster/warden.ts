/** Our server, as a process of its own. */
import { join } from 'node:path';
import type { Pki } from './pki.ts';
import { type Program, startProgram } from './program.ts';

export interface Warden extends Program {
  /** Where it listens, by the address that its certificate names. */
  readonly url: string;
}

const main = new URL('../../../cli/main.ts', import.meta.url).pathname;

/** `clusters`: a file of tokens, which makes it the guarded service; null: the open one. */
export async function startWarden(policy: string, clusters: string | null, { warden }: Pki, folder: string, port = 0): Promise<Warden> {
  const guard = clusters === null ? [] : ['--clusters', clusters];
  const args = ['serve', '--policy', policy, '--port', String(port), '--cert', warden.cert, '--key', warden.key, ...guard];
  const log = join(folder, clusters === null ? 'warden-open.log' : 'warden-guarded.log');
  const program = await startProgram([process.execPath, main, ...args], log, (output) => output.includes('listening on '));
  const [, listening = ''] = /listening on https:\/\/localhost(:\d+)/.exec(program.output()) ?? [];
  return { ...program, url: `https://127.0.0.1${listening}` };
}
