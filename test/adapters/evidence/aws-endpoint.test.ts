import { expect, it } from '@jest/globals';
import { awsEndpoint } from '../../../adapters/evidence/aws-endpoint.ts';

it.each([
  ['kms', 'eu-west-1', 'https://kms.eu-west-1.amazonaws.com'],
  ['dynamodb', 'us-gov-west-1', 'https://dynamodb.us-gov-west-1.amazonaws.com'],
  ['dynamodb', 'cn-north-1', 'https://dynamodb.cn-north-1.amazonaws.com.cn'],
  ['ecr', 'us-east-1', 'https://api.ecr.us-east-1.amazonaws.com'],
  ['ecr', 'cn-north-1', 'https://api.ecr.cn-north-1.amazonaws.com.cn'],
])('%s in %s is asked at %s', (service, region, expected) => {
  expect(awsEndpoint(service, region)).toBe(expected);
});
