import { describe, expect, it } from '@jest/globals';
import type { AwsAnswer, AwsRequest } from '../../../adapters/evidence/aws-call.ts';
import { ecrSubject } from '../../../adapters/evidence/ecr-subject.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const subject = `sha256:${'b'.repeat(64)}`;
const image = { host: '111122223333.dkr.ecr.eu-west-1.amazonaws.com', path: 'acme/app', digest };
const answer = (imageManifest: unknown): AwsAnswer => ({ status: 200, body: { images: [{ imageManifest }], failures: [] } });
const about = (digestOfSubject: unknown) => answer(JSON.stringify({ subject: { digest: digestOfSubject } }));

function ask(given: AwsAnswer | Error, of = image) {
  const asked: AwsRequest[] = [];
  const call = async (request: AwsRequest) => {
    asked.push(request);
    if (given instanceof Error) throw given;
    return given;
  };
  return ecrSubject(call, of).then((outcome) => ({ outcome, asked }));
}

describe('ecrSubject', () => {
  it.each<[string, AwsAnswer | Error, unknown]>([
    ['a signature', about(subject), { ok: subject }],
    ['an image', answer('{"schemaVersion":2,"layers":[]}'), { ok: null }],
    ['a subject that is no digest', about('latest'), { ok: null }],
    ['a subject of another algorithm', about(`sha512:${'b'.repeat(128)}`), { ok: null }],
    ['a manifest that is no JSON', answer('{'), { ok: null }],
    ['a manifest that is no text', answer({ subject: { digest: subject } }), { ok: null }],
    ['an image that is gone', { status: 200, body: { images: [], failures: [{ failureCode: 'ImageNotFound' }] } }, { ok: null }],
    ['a manifest beside an error', { ...about(subject), status: 500 }, { unknown: 'ECR in eu-west-1 gave no manifest' }],
    ['throttling', { status: 400, body: { __type: 'ThrottlingException' } }, { unknown: 'ECR in eu-west-1 gave no manifest' }],
    ['no answer', new Error('x'), { unknown: 'ECR in eu-west-1 gave no manifest' }],
  ])('%s', async (_, given, expected) => {
    expect((await ask(given)).outcome).toEqual(expected);
  });

  it('asks in the account and region of the host, and nothing of other hosts', async () => {
    const { asked } = await ask(about(subject));
    expect(asked).toEqual([
      {
        service: 'ecr',
        region: 'eu-west-1',
        target: 'AmazonEC2ContainerRegistry_V20150921.BatchGetImage',
        body: {
          registryId: '111122223333',
          repositoryName: 'acme/app',
          imageIds: [{ imageDigest: digest }],
          acceptedMediaTypes: expect.arrayContaining(['application/vnd.oci.image.manifest.v1+json']),
        },
      },
    ]);
    expect(await ask(about(subject), { ...image, host: 'ghcr.io' })).toEqual({ outcome: { ok: null }, asked: [] });
  });
});
