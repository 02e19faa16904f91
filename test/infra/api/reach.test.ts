/** Who can reach the API: endpoint, resource policy, name, firewall, throttling. */
import { describe, expect, it } from '@jest/globals';
import type { ImageWardenProps } from '../../../infra/settings/props.ts';
import { configurations } from '../configurations.ts';
import { flat, ofType, type Synthesised, synth } from '../synth.ts';

const built = (name: string): Synthesised => synth(configurations[name] as ImageWardenProps);
const routes = ['execute-api:/prod/GET/healthz', 'execute-api:/prod/POST/v1/clusters/*'];
const check = 'execute-api:/prod/POST/v1/check';

/** `EFFECT who: what [condition]` for each statement. */
function policyOf(template: Synthesised): string[] | null {
  const { Policy: policy } = ofType(template, 'AWS::ApiGateway::RestApi')[0];
  if (policy === undefined) return null;
  return policy.Statement.map(
    (each: { Effect: string; Principal: { AWS: unknown }; Resource: unknown; Condition?: unknown; Action: string }) => {
      const condition = each.Condition === undefined ? '' : ` if ${JSON.stringify(each.Condition)}`;
      const principals = [each.Principal.AWS].flat().map(flat).join(' ');
      return `${each.Effect} ${principals} ${each.Action} ${[each.Resource].flat().join(' ')}${condition}`;
    },
  );
}

const root = 'arn:<AWS::Partition>:iam::<AWS::AccountId>:root';
const everybody = `Allow * execute-api:Invoke ${routes.join(' ')}`;

describe('the resource policy', () => {
  it('is absent where nothing is narrowed: the account decides about the signed route', () => {
    expect(policyOf(synth())).toBeNull();
  });

  it('lets nobody in but from the networks that were named', () => {
    expect(policyOf(built('narrow and guarded'))).toEqual([
      everybody,
      `Allow ${root} execute-api:Invoke ${check}`,
      'Deny * execute-api:Invoke execute-api:/* if {"NotIpAddress":{"aws:SourceIp":["203.0.113.0/24","2001:db8::/32"]}}',
    ]);
  });

  it('lets nobody in but through the endpoints that were named', () => {
    expect(policyOf(built('private through endpoints of the VPC'))).toEqual([
      everybody,
      `Allow ${root} execute-api:Invoke ${check}`,
      'Deny * execute-api:Invoke execute-api:/* if {"NotIpAddress":{"aws:VpcSourceIp":["10.0.0.0/16"]}}',
      'Deny * execute-api:Invoke execute-api:/* if {"StringNotEquals":{"aws:SourceVpce":["vpce-0123456789abcdef0","vpce-0123456789abcdef1"]}}',
    ]);
  });

  it('names the roles of other accounts, and never everybody, for the signed route', () => {
    expect(policyOf(built('pipelines of GitHub and of other accounts'))).toEqual([
      everybody,
      `Allow arn:aws:iam::444455556666:role/ci ${root} execute-api:Invoke ${check}`,
    ]);
  });

  it('makes a new deployment of the API when it changes: without one it would not be in force', () => {
    const deployment = (props: ImageWardenProps) =>
      Object.keys(synth(props).resources).find((id) => /RestDeployment[0-9A-F]{8}/.test(id) && !id.includes('Stage'));
    expect(deployment({ allowedCidrs: ['203.0.113.0/24'] })).not.toBe(deployment({ allowedCidrs: ['203.0.113.0/25'] }));
  });
});

describe('a private API', () => {
  const template = built('private with an endpoint made here');

  it('is private', () => {
    expect(ofType(template, 'AWS::ApiGateway::RestApi')[0].EndpointConfiguration.Types).toEqual(['PRIVATE']);
  });

  it('is called through an endpoint without private DNS, by the networks that were named', () => {
    expect(ofType(template, 'AWS::EC2::VPCEndpoint')).toMatchObject([
      { VpcEndpointType: 'Interface', PrivateDnsEnabled: false, VpcId: 'vpc-0123456789abcdef0' },
    ]);
    const ingress = ofType(template, 'AWS::EC2::SecurityGroup')[0].SecurityGroupIngress as Record<string, unknown>[];
    expect(ingress.map(({ CidrIp, CidrIpv6, FromPort, ToPort }) => [CidrIp ?? CidrIpv6, FromPort, ToPort])).toEqual([
      ['10.0.0.0/16', 443, 443],
      ['fd00::/8', 443, 443],
    ]);
  });

  it('has the URL of its first endpoint', () => {
    expect(flat(built('private through endpoints of the VPC').outputs['Url']?.Value)).toBe(
      'https://<ImageWardenApiRest>-vpce-0123456789abcdef0.execute-api.<AWS::Region>.<AWS::URLSuffix>/prod/',
    );
  });
});

describe('a name of its own', () => {
  const template = built('mutual TLS under a name of its own');

  it('asks for a client certificate, and leaves no door without that question', () => {
    expect(ofType(template, 'AWS::ApiGateway::DomainName')).toMatchObject([
      {
        DomainName: 'warden.example.com',
        SecurityPolicy: 'TLS_1_2',
        EndpointConfiguration: { Types: ['REGIONAL'] },
        MutualTlsAuthentication: { TruststoreUri: 's3://acme-pki/clients.pem', TruststoreVersion: 'abcdef123' },
      },
    ]);
    expect(ofType(template, 'AWS::ApiGateway::RestApi')[0].DisableExecuteApiEndpoint).toBe(true);
  });

  it('is the URL', () => {
    expect(flat(template.outputs['Url']?.Value)).toBe('https://warden.example.com/');
    expect(ofType(template, 'AWS::Route53::RecordSet')).toMatchObject([{ Name: 'warden.example.com', Type: 'A' }]);
  });

  it('asks for no certificate where no authorities were named', () => {
    const {
      truststoreUri: _uri,
      truststoreVersion: _version,
      ...named
    } = configurations['mutual TLS under a name of its own'] as ImageWardenProps;
    expect(ofType(synth(named), 'AWS::ApiGateway::DomainName')[0].MutualTlsAuthentication).toBeUndefined();
    expect(ofType(synth(named), 'AWS::ApiGateway::RestApi')[0].DisableExecuteApiEndpoint).toBe(false);
  });
});

describe('too many requests', () => {
  const template = built('narrow and guarded');

  it('are refused by a firewall that keeps no sample and no log: both would hold the token', () => {
    const [{ Rules: rules, VisibilityConfig: visibility }] = ofType(template, 'AWS::WAFv2::WebACL');
    expect(rules).toMatchObject([
      { Statement: { RateBasedStatement: { Limit: 30_000, EvaluationWindowSec: 300, AggregateKeyType: 'IP' } }, Action: { Block: {} } },
    ]);
    expect([visibility, rules[0].VisibilityConfig].map((each) => each.SampledRequestsEnabled)).toEqual([false, false]);
    expect(ofType(template, 'AWS::WAFv2::LoggingConfiguration')).toEqual([]);
    expect(ofType(template, 'AWS::WAFv2::WebACLAssociation')).toHaveLength(1);
  });

  it('are throttled, the health check for itself', () => {
    expect(ofType(template, 'AWS::ApiGateway::Stage')[0].MethodSettings).toMatchObject([
      { ResourcePath: '/*', HttpMethod: '*', ThrottlingRateLimit: 500, ThrottlingBurstLimit: 1000 },
      { ResourcePath: '/~1healthz', HttpMethod: 'GET', ThrottlingRateLimit: 10, ThrottlingBurstLimit: 20 },
    ]);
  });
});
