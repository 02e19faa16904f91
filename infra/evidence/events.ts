/** What happens to images in ECR: lambda/image-event.ts reads the same fields. */
import type { EventPattern } from 'aws-cdk-lib/aws-events';

/** By the rule's name. A signature is pushed as an image is. */
export const imageEvents: Readonly<Record<'Pushed' | 'Scanned', EventPattern>> = {
  Pushed: { source: ['aws.ecr'], detailType: ['ECR Image Action'], detail: { 'action-type': ['PUSH'], result: ['SUCCESS'] } },
  Scanned: { source: ['aws.ecr'], detailType: ['ECR Image Scan'], detail: { 'scan-status': ['COMPLETE'] } },
};

/** Of enhanced scanning, when an image has been scanned for the first time. */
export const inspectorEvent: EventPattern = {
  source: ['aws.inspector2'],
  detailType: ['Inspector2 Scan'],
  detail: { 'scan-status': ['INITIAL_SCAN_COMPLETE'] },
};
