/** Where AWS's services answer. Source: AWS General Reference, service endpoints. */

/** ECR's API has a name of its own, beside that of its registries. */
export function awsEndpoint(service: string, region: string): string {
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return `https://${service === 'ecr' ? 'api.ecr' : service}.${region}.${suffix}`;
}

/** Where the environment says that services answer instead: tests, VPC endpoints, FIPS. Null: nothing is said. */
export function endpointsIn(env: Readonly<Record<string, string | undefined>>): (service: string) => string | null {
  return (service) => env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] ?? env['AWS_ENDPOINT_URL'] ?? null;
}
