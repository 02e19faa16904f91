/** The bundle, built into a folder of its own by the one build that is shipped. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export function buildBundle(): string {
  const folder = mkdtempSync(join(tmpdir(), 'image-warden-bundle-'));
  execFileSync(process.execPath, ['build.ts', folder], { stdio: 'pipe' });
  return folder;
}
