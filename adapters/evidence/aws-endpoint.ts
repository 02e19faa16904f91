/** Where AWS's services answer. Source: AWS General Reference, service endpoints. */

/** ECR's API has a name of its own, beside that of its registries. */
export function awsEndpoint(service: string, region: string): string {
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return `https://${service === 'ecr' ? 'api.ecr' : service}.${region}.${suffix}`;
}
