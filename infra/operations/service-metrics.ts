/** What the function counts itself: metrics in its log lines (embedded metric format), which cost no call. */
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';

const namespace = 'ImageWarden';
const service = 'image-warden';

type ServiceMetric = 'Reviews' | 'Denied' | 'Warned' | 'Errors' | 'DecisionMs' | 'RegistryMs' | 'PolicyAgeSeconds';

/** `cluster`: only where the function counts each cluster for itself (`clusterMetrics`). */
export function serviceMetric(metricName: ServiceMetric, statistic: string = Stats.SUM, cluster?: string): Metric {
  const dimensionsMap = { service, ...(cluster === undefined ? {} : { cluster }) };
  return new Metric({ namespace, metricName, statistic, dimensionsMap });
}
