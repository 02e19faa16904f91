/** An AWS account of moto_server's: table, repository, key, parameters, as a deployment has them. */
import type { AwsAnswer } from '../../../adapters/evidence/aws-call.ts';
import { signedAwsCall } from '../../../adapters/evidence/signed-aws-call.ts';
import { own, ownText } from '../../../core/workload/json.ts';

export const region = 'eu-west-1';
export const account = '123456789012';
export const registryHost = `${account}.dkr.ecr.${region}.amazonaws.com`;
export const repository = 'acme/app';
export const tableName = 'image-warden-verdicts';

const credentials = { accessKeyId: 'AKID', secretAccessKey: 'secret' };

export interface Account {
  readonly url: string;
  /** ARN of a key for signatures. */
  readonly key: string;
  /** DER, by KMS. */
  sign(message: Uint8Array): Promise<string>;
  /** Items of the table. */
  items(): Promise<readonly unknown[]>;
  putPolicy(document: object): Promise<void>;
  /** Digest and manifest, of an image or of what is about one. */
  putImage(digest: string, manifest: string): Promise<void>;
  startScan(digest: string): Promise<void>;
  dropTable(): Promise<void>;
}

export async function openAccount(port: number): Promise<Account> {
  const url = `http://127.0.0.1:${port}`;
  const call = signedAwsCall({ credentials: () => credentials, endpoint: () => url, timeoutMs: 10_000 });
  const ask = async (service: string, target: string, body: Readonly<Record<string, unknown>>): Promise<AwsAnswer['body']> => {
    const answer = await call({ service, region, target, body });
    if (answer.status !== 200) throw new Error(`${target}: HTTP ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const dynamo = (action: string, body: object) => ask('dynamodb', `DynamoDB_20120810.${action}`, { TableName: tableName, ...body });
  const ecr = (action: string, body: object) =>
    ask('ecr', `AmazonEC2ContainerRegistry_V20150921.${action}`, { repositoryName: repository, ...body });
  await dynamo('CreateTable', {
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
  await ecr('CreateRepository', {});
  const made = await ask('kms', 'TrentService.CreateKey', { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
  const key = ownText(own(made, 'KeyMetadata'), 'Arn') ?? '';
  return {
    url,
    key,
    sign: async (message) => {
      const body = { KeyId: key, Message: Buffer.from(message).toString('base64'), MessageType: 'RAW', SigningAlgorithm: 'ECDSA_SHA_256' };
      return ownText(await ask('kms', 'TrentService.Sign', body), 'Signature') ?? '';
    },
    items: async () => (own(await dynamo('Scan', {}), 'Items') ?? []) as readonly unknown[],
    putPolicy: async (document) => {
      const Value = JSON.stringify({ version: 1, ...document });
      await ask('ssm', 'AmazonSSM.PutParameter', { Name: '/image-warden/prod/policy', Type: 'String', Overwrite: true, Value });
    },
    putImage: async (imageDigest, imageManifest) => void (await ecr('PutImage', { imageManifest, imageDigest })),
    startScan: async (imageDigest) => void (await ecr('StartImageScan', { imageId: { imageDigest } })),
    dropTable: async () => void (await dynamo('DeleteTable', {})),
  };
}
