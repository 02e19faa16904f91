/** Where the API can be reached from, and the policy that says who may. */
import { Aws, Fn } from 'aws-cdk-lib';
import { EndpointType, type RestApiProps } from 'aws-cdk-lib/aws-apigateway';
import { CfnSecurityGroup, CfnVPCEndpoint, InterfaceVpcEndpoint } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import type { Settings } from '../settings/defaults.ts';
import type { VpcEndpointProps } from '../settings/props.ts';

/** Ids of the interface endpoints through which a private API is called; none for a regional one. */
export function vpcEndpointsOf(scope: Construct, { vpcEndpointIds, vpcEndpoint }: Settings): readonly string[] {
  return vpcEndpoint === undefined ? vpcEndpointIds : [...vpcEndpointIds, addVpcEndpoint(scope, vpcEndpoint)];
}

export function endpointConfiguration(
  scope: Construct,
  endpointIds: readonly string[],
): NonNullable<RestApiProps['endpointConfiguration']> {
  if (endpointIds.length === 0) return { types: [EndpointType.REGIONAL] };
  const vpcEndpoints = endpointIds.map((vpcEndpointId, index) =>
    InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(scope, `Through${index}`, { vpcEndpointId, port: 443 }),
  );
  return { types: [EndpointType.PRIVATE], vpcEndpoints };
}

/** Where webhooks begin. Through an endpoint without private DNS a private API has a name for each endpoint; this is the first's. */
export function baseUrl(apiId: string, stage: string, endpointIds: readonly string[]): string {
  const host = endpointIds.length === 0 ? apiId : `${apiId}-${endpointIds[0]}`;
  return `https://${host}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}/${stage}/`;
}

/** Private DNS stays off: it would answer for every API of API Gateway in the VPC, other people's too. */
function addVpcEndpoint(scope: Construct, { vpcId, subnetIds, clientCidrs }: VpcEndpointProps): string {
  const group = new CfnSecurityGroup(scope, 'EndpointGroup', {
    groupDescription: 'Who may connect to the endpoint of Image Warden',
    vpcId,
    securityGroupIngress: clientCidrs.map((each) => ({
      ...(each.includes(':') ? { cidrIpv6: each } : { cidrIp: each }),
      ipProtocol: 'tcp',
      fromPort: 443,
      toPort: 443,
      description: 'API servers',
    })),
    // It only answers.
    securityGroupEgress: [{ cidrIp: '127.0.0.1/32', ipProtocol: 'icmp', fromPort: 252, toPort: 86, description: 'Nothing goes out' }],
  });
  const endpoint = new CfnVPCEndpoint(scope, 'Endpoint', {
    vpcId,
    serviceName: Fn.join('.', ['com.amazonaws', Aws.REGION, 'execute-api']),
    vpcEndpointType: 'Interface',
    privateDnsEnabled: false,
    subnetIds: [...subnetIds],
    securityGroupIds: [group.attrGroupId],
  });
  return endpoint.ref;
}
