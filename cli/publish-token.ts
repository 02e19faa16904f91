/** Writes a token's hash into the list of clusters. Two people who do so in the same second undo each other: the later one counts. */
import { addToken } from '../core/connect/tokens.ts';
import { awsError, openStage } from './stage.ts';
import { UsageError } from './usage-error.ts';

export interface PublishedToken {
  readonly kept: number;
  readonly dropped: number;
  readonly version: number;
}

/** A list that does not parse is never overwritten: a `UsageError` tells what is wrong with it. */
export async function publishToken(stage: string, cluster: string, token: string): Promise<PublishedToken> {
  const store = openStage(stage);
  const fail = (error: unknown): never => {
    throw awsError(error);
  };
  const { clusters } = await store.read().catch(fail);
  const added = addToken(`/image-warden/${stage}/clusters`, clusters, cluster, token);
  if ('problems' in added) throw new UsageError(added.problems.join('\n'));
  const version = await store.write('clusters', added.value, added.tier).catch(fail);
  return { kept: added.kept, dropped: added.dropped, version };
}
