import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { AwsAnswer, AwsRequest } from '../../../adapters/evidence/aws-call.ts';
import { ecrSubject } from '../../../adapters/evidence/ecr-subject.ts';

const digestOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;
const subject = `sha256:${'b'.repeat(64)}`;
const image = { host: '111122223333.dkr.ecr.eu-west-1.amazonaws.com', path: 'acme/app', digest: digestOf('') };
const about = (digestOfSubject: unknown) => JSON.stringify({ subject: { digest: digestOfSubject } });

/** Asks for the image of this digest, and is given this manifest. */
async function ask(given: AwsAnswer | Error | string, of = image) {
  const asked: AwsRequest[] = [];
  const call = async (request: AwsRequest): Promise<AwsAnswer> => {
    asked.push(request);
    if (given instanceof Error) throw given;
    return typeof given === 'string' ? { status: 200, body: { images: [{ imageManifest: given }], failures: [] } } : given;
  };
  const named = typeof given === 'string' ? { ...of, digest: digestOf(given) } : of;
  return { outcome: await ecrSubject(call, named), asked };
}

describe('ecrSubject', () => {
  it.each<[string, AwsAnswer | Error | string, unknown]>([
    ['a signature', about(subject), { ok: subject }],
    ['an image', '{"schemaVersion":2,"layers":[]}', { ok: null }],
    ['a subject that is no digest', about('latest'), { ok: null }],
    ['a subject of another algorithm', about(`sha512:${'b'.repeat(128)}`), { ok: null }],
    ['a manifest that is no object', '[]', { ok: null }],
    ['a manifest that is no JSON', '{', { unknown: 'ECR in eu-west-1 gave no manifest' }],
    [
      'another manifest',
      { status: 200, body: { images: [{ imageManifest: about(subject) }] } },
      { wrong: { code: 'malformed', detail: 'ECR answered with another manifest' } },
    ],
    ['an image that is gone', { status: 200, body: { images: [], failures: [{ failureCode: 'ImageNotFound' }] } }, { ok: null }],
    ['a repository that is gone', { status: 400, body: { __type: 'x#RepositoryNotFoundException' } }, { ok: null }],
    ['throttling', { status: 400, body: { __type: 'ThrottlingException' } }, { unknown: 'ECR in eu-west-1 answered HTTP 400' }],
    [
      'a manifest beside an error',
      { status: 500, body: { images: [{ imageManifest: about(subject) }] } },
      { unknown: 'ECR in eu-west-1 answered HTTP 500' },
    ],
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
          imageIds: [{ imageDigest: digestOf(about(subject)) }],
          acceptedMediaTypes: expect.arrayContaining(['application/vnd.oci.image.manifest.v1+json']),
        },
      },
    ]);
    expect(await ask(about(subject), { ...image, host: 'ghcr.io' })).toEqual({ outcome: { ok: null }, asked: [] });
  });
});
