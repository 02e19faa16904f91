import { expect, it } from '@jest/globals';
import { formOf } from '../../../core/signature/artifact.ts';

it.each<[unknown, string | null]>([
  ['application/vnd.dev.cosign.simplesigning.v1+json', 'simple-signing'],
  ['application/vnd.dsse.envelope.v1+json', 'dsse'],
  ['application/vnd.dev.sigstore.bundle.v0.3+json', 'sigstore-bundle'],
  ['application/vnd.dev.sigstore.bundle+json;version=0.3', 'sigstore-bundle'],
  ['application/jose+json', 'notation-jws'],
  ['application/cose', 'notation-cose'],
  ['application/vnd.oci.image.layer.v1.tar+gzip', null],
  ['APPLICATION/COSE', null],
  ['constructor', null],
  [['application/cose'], null],
  [undefined, null],
])('a layer of the type %j is %j', (mediaType, form) => {
  expect(formOf(mediaType)).toBe(form);
});
