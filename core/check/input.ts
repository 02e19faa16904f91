/** One input of any kind: what it is shows in its name, else in its text. */

import type { DockerfileOptions } from '../dockerfile/model.ts';
import { isDockerfileName, looksLikeDockerfile } from '../dockerfile/name.ts';
import type { Policy } from '../policy/policy.ts';
import { type Checked, type CheckPlace, checkFile, type InputFile } from './check.ts';

/** What `docker build` is told besides the Dockerfile. */
export type BuildOptions = DockerfileOptions;

export const plainBuild: BuildOptions = { buildArgs: new Map(), target: null };

/** Judges one file and adds what it finds to `checked`. The rules about Dockerfiles are loaded with the first of them. */
export async function checkInput(
  checked: Checked,
  file: InputFile,
  policy: Policy,
  place: CheckPlace,
  nowMs: number,
  build: BuildOptions = plainBuild,
): Promise<void> {
  if (!isDockerfile(file)) return checkFile(checked, file, policy, place, nowMs);
  const { checkDockerfile } = await import('./dockerfile.ts');
  checkDockerfile(checked, file, policy, place, nowMs, build);
}

export function isDockerfile({ path, text }: InputFile): boolean {
  if (/\.(?:ya?ml|json)$/i.test(path)) return false;
  return isDockerfileName(path) || looksLikeDockerfile(text);
}
