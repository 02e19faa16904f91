/** One input of any kind: what it is shows in its name, else in its text. */

import type { DockerfileOptions } from '../dockerfile/model.ts';
import { isDockerfileName, looksLikeDockerfile } from '../dockerfile/name.ts';
import type { Prover } from '../evidence/proofs.ts';
import type { Policy } from '../policy/policy.ts';
import { type Checked, type CheckPlace, checkFile, emptyChecked, type InputFile } from './check.ts';

/** What `docker build` is told besides the Dockerfile. */
export type BuildOptions = DockerfileOptions;

export const plainBuild: BuildOptions = { buildArgs: new Map(), target: null };

/** Who is asked for evidence, once for each input: one deadline and one budget, as for a review. Null: nobody. */
export type OpenSession = (policy: Policy) => Promise<Prover | null>;

export interface InputOptions {
  readonly build?: BuildOptions;
  readonly session?: OpenSession;
}

/** Judges one file and adds what it finds to `checked`. The rules about Dockerfiles are loaded with the first of them. */
export async function checkInput(
  checked: Checked,
  file: InputFile,
  policy: Policy,
  place: CheckPlace,
  nowMs: number,
  { build = plainBuild, session }: InputOptions = {},
): Promise<void> {
  const dockerfiles = isDockerfile(file) ? await import('./dockerfile.ts') : null;
  const judge = (into: Checked, where: CheckPlace): void => {
    if (dockerfiles === null) checkFile(into, file, policy, where, nowMs);
    else dockerfiles.checkDockerfile(into, file, policy, where, nowMs, build);
  };
  judge(checked, await withProofs(policy, place, session, (where) => judge(emptyChecked(), where)));
}

/** The place, with all that `judge` wants to know of its images' evidence. */
export async function withProofs(
  policy: Policy,
  place: CheckPlace,
  session: OpenSession | undefined,
  judge: (place: CheckPlace) => void,
): Promise<CheckPlace> {
  if (!policy.asksEvidence || session === undefined) return place;
  const { proofsFor } = await import('../evidence/asking.ts');
  const proofs = await proofsFor(await session(policy), (known) => judge({ ...place, proofs: known }));
  return { ...place, proofs };
}

export function isDockerfile({ path, text }: InputFile): boolean {
  if (/\.(?:ya?ml|json)$/i.test(path)) return false;
  return isDockerfileName(path) || looksLikeDockerfile(text);
}
