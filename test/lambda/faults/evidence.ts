/** A policy that wants proof, while something is wrong with where proof comes from. */

import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { gatewayEvent, podReview } from '../gateway.ts';
import { document, type FaultCase, type Rig } from './rig.ts';

const digest = `sha256:${'a'.repeat(64)}`;
/** `invalid` is a name that never resolves (RFC 2606). */
const images = { unknown: `registry.invalid/a@${digest}`, reserved: `192.0.2.1:5000/a@${digest}`, tag: 'registry.invalid/a:1' };

const policyOf = (onError: string, key: string): string =>
  JSON.stringify({
    version: 1,
    onError,
    verifiers: { release: { cosign: { keys: [key] } } },
    registries: { '192.0.2.1:5000': { private: true, plainHttp: true } },
    images: ['registry.invalid', '192.0.2.1:5000'].map((allow) => ({ allow, require: { signedBy: ['release'] } })),
  });

const pem =
  '-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE2G2Y+2tabdTV5BcGiBIx0a9fAFwrkBbmLSGtks4L3qX6yYY0zufBnhC8Ur/iy55GhWP/9A/bY2LhC30M9+RYtw==\n-----END PUBLIC KEY-----\n';
const kms = 'awskms:///alias/release';
const nobody = { AWS_ENDPOINT_URL_KMS: 'http://127.0.0.1:1', AWS_ENDPOINT_URL_ECR: 'http://127.0.0.1:1' };

function asking(name: string, expected: string, image: string, onError: string, key: string): FaultCase {
  const run = async (rig: Rig): Promise<string> => {
    rig.store.put(document, policyOf(onError, key));
    return rig.ask(await rig.start({ env: nobody }), image);
  };
  return { name: `evidence: ${name}`, expected, run };
}

/** A key service that takes the call and never answers. */
async function silently(rig: Rig, onError: string): Promise<string> {
  const server = createServer(() => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    rig.store.put(document, policyOf(onError, kms));
    const env = { AWS_ENDPOINT_URL_KMS: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
    const environment = await rig.start({ env });
    // The policy is known, and what asks is loaded.
    await rig.send(environment, gatewayEvent(podReview(images.tag)));
    return `${await rig.ask(environment, images.unknown, 1500)} in time`;
  } finally {
    server.close();
  }
}

export const evidenceFaults: readonly FaultCase[] = [
  asking('a registry whose name does not resolve', 'denied 503', images.unknown, 'deny', pem),
  asking('a registry whose name does not resolve, and onError allows', 'allowed', images.unknown, 'allow', pem),
  asking('a tag, whatever onError says', 'denied 403', images.tag, 'allow', pem),
  asking('an address that nobody may be asked at', 'denied 503', images.reserved, 'deny', pem),
  asking('a key service that nobody answers for', 'denied 503', images.unknown, 'deny', kms),
  asking('a key service that nobody answers for, and onError allows', 'allowed', images.unknown, 'allow', kms),
  {
    name: 'evidence: a key service that never answers, and the function has 1.5 s',
    expected: 'denied 503 in time',
    run: (rig) => silently(rig, 'deny'),
  },
  { name: 'evidence: the same, and onError allows', expected: 'allowed in time', run: (rig) => silently(rig, 'allow') },
];
