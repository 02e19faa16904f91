/** `--changed-since REV`: only files that git says are new or different, committed or not. */
import { execFile } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { escapeText, quote } from '../core/text.ts';
import { UsageError } from './usage-error.ts';

const run = promisify(execFile);
/** Bytes: a million paths. */
const maxBuffer = 128 * 1024 * 1024;

/** Whether a path has changed since the branch left `rev`. Throws a `UsageError`: no git, no such revision. */
export async function changedSince(rev: string): Promise<(path: string) => boolean> {
  if (rev === '' || rev.startsWith('-')) throw new UsageError(`--changed-since: expected a revision, got ${quote(rev)}`);
  const root = (await git('rev-parse', '--show-toplevel')).replace(/\n$/, '');
  const listed = [
    await git('-C', root, 'diff', '--name-only', '-z', '--no-renames', '--diff-filter=d', '--merge-base', rev, '--'),
    await git('-C', root, 'ls-files', '--others', '--exclude-standard', '-z'),
  ];
  const changed = new Set(
    listed.flatMap((text) =>
      text
        .split('\0')
        .filter((path) => path !== '')
        .map((path) => join(root, path)),
    ),
  );
  return (path) => changed.has(realpathOf(path)) || changed.has(join(realpathOf(dirname(path)), basename(path)));
}

function realpathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

async function git(...args: readonly string[]): Promise<string> {
  try {
    return (await run('git', args, { maxBuffer })).stdout;
  } catch (error) {
    const stderr = typeof error === 'object' && error !== null && 'stderr' in error ? String(error.stderr) : String(error);
    const [first = ''] = stderr.trim().split('\n');
    throw new UsageError(`--changed-since: git: ${escapeText(first === '' ? 'it did not run' : first)}`);
  }
}
