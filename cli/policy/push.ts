/** `image-warden policy push`: lint, cases and sizes first, then a new version in Parameter Store. */
import { systemClock } from '../../adapters/clock.ts';
import { lint } from '../../core/lint/lint.ts';
import { verifierRemarks } from '../../core/lint/verifiers.ts';
import type { PolicyDocument } from '../../core/policy/definition.ts';
import { readDocument } from '../../core/policy/document.ts';
import { publicationOf } from '../../core/publish/publish.ts';
import { findPolicyFile, readFileText } from '../policy-option.ts';
import { awsError, loadStage, openStage } from '../stage.ts';
import type { Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';

export interface PushOptions {
  readonly policy?: string;
  readonly stage: string;
  readonly dryRun?: boolean;
}

/** The exit code: 0 published, 1 a case fails or it is too large; a policy that does not load is a `UsageError`. */
export async function pushCommand(options: PushOptions, { out, err }: Terminal): Promise<number> {
  const file = findPolicyFile(options.policy);
  const source = { name: file, text: await readFileText(file) };
  const read = await readDocument(source);
  if ('problems' in read) throw new UsageError(read.problems.join('\n'));
  const loaded = await loadStage(options.stage, source);
  const nowMs = systemClock.now();
  for (const { kind, steps, message } of [...lint({ ...loaded, nowMs }), ...(await verifierRemarks(loaded.policy))])
    err(`${steps === null ? 'allowlist' : await loaded.locate(steps)}: ${kind}: ${message}`);
  const publication = publicationOf(read.value as PolicyDocument, loaded, nowMs);
  if ('problems' in publication) {
    for (const problem of publication.problems) err(problem);
    err('nothing was published');
    return 1;
  }
  const hash = loaded.policy.hash.slice(0, 12);
  if (options.dryRun) {
    out(`policy ${hash} would be published (${Buffer.byteLength(publication.value)} bytes, ${publication.tier})`);
    return 0;
  }
  const version = await openStage(options.stage)
    .write('policy', publication.value, publication.tier)
    .catch((error: unknown) => {
      throw awsError(error);
    });
  if (publication.tier === 'Advanced') err('more than 4 KB: the parameter is of the advanced tier, which AWS charges for');
  out(`policy ${hash} is published as version ${version} of /image-warden/${options.stage}/policy; it is in force within 40 s`);
  return 0;
}
