/** A host name of one's own in front of the API, with or without client certificates. */
import { BasePathMapping, DomainName, EndpointType, type RestApi, SecurityPolicy } from 'aws-cdk-lib/aws-apigateway';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { CfnRecordSet } from 'aws-cdk-lib/aws-route53';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Settings } from '../settings/defaults.ts';

export class WardenDomain extends Construct {
  readonly url: string;

  constructor(
    scope: Construct,
    id: string,
    settings: Settings & { readonly domainName: string; readonly certificateArn: string },
    api: RestApi,
  ) {
    super(scope, id);
    const { domainName, certificateArn, hostedZoneId } = settings;
    const mtls = mutualTls(this, settings);
    const domain = new DomainName(this, 'Name', {
      domainName,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
      endpointType: EndpointType.REGIONAL,
      securityPolicy: SecurityPolicy.TLS_1_2,
      ...(mtls === null ? {} : { mtls }),
    });
    new BasePathMapping(this, 'Mapping', { domainName: domain, restApi: api, stage: api.deploymentStage });
    const aliasTarget = { dnsName: domain.domainNameAliasDomainName, hostedZoneId: domain.domainNameAliasHostedZoneId };
    if (hostedZoneId !== undefined) new CfnRecordSet(this, 'Alias', { name: domainName, type: 'A', hostedZoneId, aliasTarget });
    this.url = `https://${domainName}/`;
  }
}

/** Null: no client certificate is asked for. */
function mutualTls(scope: Construct, { truststoreUri, truststoreVersion }: Settings) {
  const [, bucketName, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(truststoreUri ?? '') ?? [];
  if (bucketName === undefined || key === undefined) return null;
  const bucket = Bucket.fromBucketName(scope, 'Truststore', bucketName);
  return { bucket, key, ...(truststoreVersion === undefined ? {} : { version: truststoreVersion }) };
}
