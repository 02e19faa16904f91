/**
 * What happened to an image, as EventBridge tells it: a push, or a scan that has ended. Sources: Amazon ECR user guide, events
 * and EventBridge; Amazon Inspector user guide, EventBridge schema. Every field of an event is hostile.
 */
import type { PinnedImage } from '../core/evidence/ports.ts';
import { isRefusal, parseReference } from '../core/image/reference.ts';
import { own, ownText } from '../core/workload/json.ts';

export interface ImageEvent {
  readonly cause: 'push' | 'scan';
  /** In the registry of the event's own account and region. */
  readonly image: PinnedImage;
  /** Null: the event names none. */
  readonly tag: string | null;
  /** Milliseconds since the epoch; null: the event does not tell. */
  readonly happenedMs: number | null;
}

interface Kind {
  readonly source: string;
  readonly detailType: string;
  readonly cause: ImageEvent['cause'];
  /** Key of the detail -> the value that it must have. */
  readonly detail: Readonly<Record<string, string>>;
}

const kinds: readonly Kind[] = [
  { source: 'aws.ecr', detailType: 'ECR Image Action', cause: 'push', detail: { 'action-type': 'PUSH', result: 'SUCCESS' } },
  { source: 'aws.ecr', detailType: 'ECR Image Scan', cause: 'scan', detail: { 'scan-status': 'COMPLETE' } },
  { source: 'aws.inspector2', detailType: 'Inspector2 Scan', cause: 'scan', detail: { 'scan-status': 'INITIAL_SCAN_COMPLETE' } },
];

/** Null: it is no such event, or one that names no image. */
export function parseImageEvent(event: unknown): ImageEvent | null {
  const [source, detailType, detail] = [own(event, 'source'), own(event, 'detail-type'), own(event, 'detail')];
  const kind = kinds.find((one) => one.source === source && one.detailType === detailType);
  if (kind === undefined || Object.entries(kind.detail).some(([key, value]) => own(detail, key) !== value)) return null;
  const registry = registryOf(event);
  const repository = repositoryOf(ownText(detail, 'repository-name') ?? '', event);
  const digest = ownText(detail, 'image-digest');
  if (registry === null || repository === null || digest === null) return null;
  const tag = ownText(detail, 'image-tag');
  const reference = parseReference(`${registry}/${repository}${tag === null ? '' : `:${tag}`}@${digest}`);
  // What the parts held besides would have moved the borders between them.
  if (isRefusal(reference) || reference.path !== repository || reference.digest !== digest || !digest.startsWith('sha256:')) return null;
  const happenedMs = Date.parse(ownText(event, 'time') ?? '');
  const image = { host: reference.host, path: repository, digest };
  return { cause: kind.cause, image, tag, happenedMs: Number.isNaN(happenedMs) ? null : happenedMs };
}

function registryOf(event: unknown): string | null {
  const [account, region] = [ownText(event, 'account') ?? '', ownText(event, 'region') ?? ''];
  if (!/^\d{12}$/.test(account) || !/^[a-z]{2}(?:-[a-z]+)+-\d$/.test(region)) return null;
  return `${account}.dkr.ecr.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
}

/** Inspector names a repository by its ARN, which must be of the event's own account and region. */
function repositoryOf(name: string, event: unknown): string | null {
  if (!name.startsWith('arn:')) return name;
  const [, region, account, repository] = /^arn:aws[a-z-]*:ecr:([a-z0-9-]+):(\d{12}):repository\/(.+)$/.exec(name) ?? [];
  return repository !== undefined && region === own(event, 'region') && account === own(event, 'account') ? repository : null;
}
