/** Public keys of AWS KMS: `awskms:///ARN`, `awskms:///alias/NAME` in the caller's region. Source: AWS KMS API reference, GetPublicKey. */
import type { KeySource } from '../../core/evidence/ports.ts';
import { decodeBase64 } from '../../core/signature/bytes.ts';
import { own, ownText } from '../../core/workload/json.ts';
import type { AwsCall } from './aws-call.ts';

const scheme = 'awskms:///';

export function kmsKeys(call: AwsCall, defaultRegion: string): KeySource {
  return {
    async publicKey(uri) {
      const id = uri.startsWith(scheme) ? uri.slice(scheme.length) : '';
      if (id === '') return { wrong: { code: 'unsupported', detail: 'a key that is neither PEM nor of AWS KMS' } };
      const region = /^arn:aws[a-z-]*:kms:([a-z0-9-]+):/.exec(id)?.[1] ?? defaultRegion;
      try {
        const { status, body } = await call({ service: 'kms', region, target: 'TrentService.GetPublicKey', body: { KeyId: id } });
        const der = decodeBase64(own(body, 'PublicKey'));
        if (status !== 200 || der === null) return { unknown: `KMS in ${region} gave no public key (HTTP ${status})` };
        if (ownText(body, 'KeyUsage') !== 'SIGN_VERIFY')
          return { wrong: { code: 'unsupported', detail: 'a key of AWS KMS that is not for signatures' } };
        return { ok: `-----BEGIN PUBLIC KEY-----\n${der.toString('base64')}\n-----END PUBLIC KEY-----\n` };
      } catch {
        return { unknown: `KMS in ${region} did not answer` };
      }
    },
  };
}
