/** What lambda/settings.ts reads. */
import type { Settings } from '../settings/defaults.ts';
import type { VerdictTable } from './role.ts';

export function environmentOf({ stage, maxStaleSeconds, clusterMetrics }: Settings, verdicts: VerdictTable | null): Record<string, string> {
  return {
    IMAGE_WARDEN_STAGE: stage,
    IMAGE_WARDEN_MAX_STALE_SECONDS: String(maxStaleSeconds),
    ...(clusterMetrics ? { IMAGE_WARDEN_CLUSTER_METRICS: '1' } : {}),
    ...(verdicts === null ? {} : { IMAGE_WARDEN_VERDICT_TABLE: verdicts.tableName }),
  };
}
