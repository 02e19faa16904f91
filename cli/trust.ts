/** `image-warden trust update`: the newest trust root of keyless signatures, where the command line and policies can use it. */
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cacheFolder, readTrustRoot, trustRootFile } from '../adapters/evidence/trust-cache.ts';
import { publicMirror, refreshTrustRoot } from '../adapters/evidence/trust-update.ts';
import { describeFileError } from '../adapters/files.ts';
import pinned from '../core/signature/public-good.json' with { type: 'json' };
import { publicGoodPinnedMs } from '../core/signature/public-good.ts';
import { authoritiesOf, describeChanges } from '../core/signature/trust-changes.ts';
import { quote } from '../core/text.ts';
import { readFileText } from './policy-option.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

export interface TrustUpdateOptions {
  readonly output?: string;
  readonly mirror?: string;
  readonly root?: string;
}

/** The exit code: 0 it is written, 1 nothing could be had that holds; a file that cannot be written is a `UsageError`. */
export async function trustUpdateCommand(
  options: TrustUpdateOptions,
  { out, err }: Pick<Terminal, 'out' | 'err'>,
  env: NodeJS.ProcessEnv,
): Promise<number> {
  const { mirror = publicMirror, root } = options;
  await checkOptions(options);
  const file = options.output ?? trustRootFile(env);
  const before = await knownBefore(file, options);
  const cacheDir = join(cacheFolder(env), 'tuf');
  err(`asking ${new URL(mirror).host} for its trust root`);
  const refreshed = await refreshTrustRoot({ mirror, cacheDir, ...(root === undefined ? {} : { rootFile: root }) });
  if (!('ok' in refreshed)) {
    err(`nothing was written: ${'wrong' in refreshed ? refreshed.wrong.detail : refreshed.unknown}`);
    if ('wrong' in refreshed) err(`what was learned from earlier refreshes is in ${cacheDir}, and may be removed`);
    return 1;
  }
  await writeWhole(file, refreshed.ok);
  const after: unknown = JSON.parse(refreshed.ok);
  const changes = describeChanges(before, after);
  out(`${file}: ${authoritiesOf(after).length} authorities, ${changes.length === 0 ? 'nothing has changed' : `${changes.length} changed`}`);
  for (const line of changes) out(line);
  return 0;
}

/** What the new root is compared with: the file's, else the one that is built in. */
async function knownBefore(file: string, { output, root }: TrustUpdateOptions): Promise<unknown> {
  const known = await readTrustRoot(file, output === undefined ? publicGoodPinnedMs : 0);
  return known ?? (root === undefined ? pinned : {});
}

async function checkOptions({ mirror, root, output }: TrustUpdateOptions): Promise<void> {
  if (mirror !== undefined) checkMirror(mirror);
  if (root === undefined) return;
  if (mirror === undefined || output === undefined) throw new UsageError("--root: a repository of one's own needs --mirror and --output");
  await readFileText(root);
}

/** TUF does not rest on TLS; but who asks for what is nobody's business. */
function checkMirror(text: string): void {
  const url = URL.parse(text);
  const loopback = url !== null && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  const plain = url !== null && url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  if (url === null || !plain || !(url.protocol === 'https:' || (url.protocol === 'http:' && loopback)))
    throw new UsageError(`--mirror: expected an https URL without user, query and fragment, got ${quote(text)}`);
}

/** In one step: whoever reads the file finds the old one or the new one. */
async function writeWhole(file: string, text: string): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(temporary, text, { flag: 'wx' });
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw new UsageError(describeFileError(file, error));
  }
}
