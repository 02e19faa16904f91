/** What AWS Signer has revoked. Source: AWS Signer API reference, GetRevocationStatus; AWS Signer endpoints and quotas. */
import type { RevocationSource } from '../../core/evidence/ports.ts';
import { escapeText } from '../../core/text.ts';
import { isObject, own, ownText } from '../../core/workload/json.ts';
import type { SignedGet } from './aws-call.ts';

/** What comes after the region in a host, by partition. */
const suffixes: ReadonlyMap<string, string> = new Map([
  ['aws', 'amazonaws.com'],
  ['aws-us-gov', 'amazonaws.com'],
  ['aws-cn', 'amazonaws.com.cn'],
  ['aws-eusc', 'amazonaws.eu'],
]);
/** The platform of container images, as AWS's own plugin names it. */
const platformId = 'Notation-OCI-SHA384-ECDSA';

/** Asks in the profile's region, with the caller's role, whoever's account it is. Anything but a list for an answer is "could not check". */
export function awsSignerRevocations(get: SignedGet): RevocationSource {
  return {
    async revoked({ partition, region, profileVersionArn, jobArn, signedMs, certificateHashes }) {
      const suffix = suffixes.get(partition);
      if (suffix === undefined) return { unknown: `no host of AWS Signer is known in ${escapeText(partition, 40)}` };
      const query: (readonly [string, string])[] = [
        ['jobArn', jobArn],
        ['platformId', platformId],
        ['profileVersionArn', profileVersionArn],
        ['signatureTimestamp', new Date(signedMs).toISOString().replace('.000Z', 'Z')],
        ...certificateHashes.map((hash) => ['certificateHashes', hash] as const),
      ];
      const host = `data-signer.${region}.${suffix}`;
      try {
        return readAnswer(await get({ service: 'signer', region, host, path: '/revocations', query }), region);
      } catch {
        return { unknown: `AWS Signer in ${region} did not answer` };
      }
    },
  };
}

function readAnswer({ status, body }: Awaited<ReturnType<SignedGet>>, region: string): Awaited<ReturnType<RevocationSource['revoked']>> {
  if (status !== 200) return { unknown: `AWS Signer in ${region} answered HTTP ${status}${describeCode(body)}` };
  // An empty list may be left out; an answer that is no object is none.
  const entities = isObject(body) ? (own(body, 'revokedEntities') ?? []) : null;
  return Array.isArray(entities) && entities.every((one) => typeof one === 'string')
    ? { ok: entities }
    : { unknown: `AWS Signer in ${region} gave no list of what is revoked` };
}

/** Signer's errors carry a code: `AccessDeniedException` tells that a permission is missing. */
function describeCode(body: unknown): string {
  const code = ownText(body, 'code') ?? ownText(body, '__type');
  return code === null ? '' : ` (${escapeText(code.replace(/^.*#/, ''), 80)})`;
}
