/** AWS Signer's signatures: what holds is asked about at Signer, which alone knows what has been revoked. */
import { type AwsSignerTrust, type RevocationQuestion, verifyAwsSigner } from '../signature/aws-signer.ts';
import { signerRoot } from '../signature/aws-signer-root.ts';
import { type Checked, ok, wrong } from '../signature/outcome.ts';
import { parseProfileArn } from '../signature/signer-arn.ts';
import { readCertificates } from './certificates.ts';
import type { RevocationSource } from './ports.ts';
import type { AwsSignerDocument } from './requirement.ts';
import type { Verifier } from './verifier.ts';

/** `wrong`: a profile that is none, a certificate that is none, or a partition whose root certificate is not known and not given. */
export function makeAwsSigner({ profiles, ca }: AwsSignerDocument, revocations: RevocationSource): Checked<Omit<Verifier, 'forms'>> {
  const trust = readTrust(profiles, ca);
  if ('wrong' in trust) return trust;
  return ok({
    async judge(artifact, digest, nowMs) {
      const checked = verifyAwsSigner(artifact, digest, trust.ok, nowMs);
      if ('wrong' in checked) return checked;
      const { question, ...verified } = checked.ok;
      const revoked = await revocations.revoked(question);
      if (!('ok' in revoked)) return revoked;
      return revoked.ok.length === 0 ? ok(verified) : wrong('revoked', `AWS Signer has revoked ${describeRevoked(revoked.ok, question)}`);
    },
  });
}

function readTrust(texts: readonly string[], ca: readonly string[] | undefined): Checked<AwsSignerTrust> {
  const profiles = texts.map(parseProfileArn).filter((one) => one !== null);
  if (profiles.length !== texts.length || profiles.length === 0)
    return wrong('malformed', 'a profile of the verifier is no ARN of a signing profile');
  if (ca !== undefined) {
    const given = readCertificates(ca);
    return given === null ? wrong('malformed', 'a certificate of the verifier is no PEM certificate') : ok({ profiles, ca: given });
  }
  const rootless = profiles.find(({ partition }) => signerRoot(partition) === null);
  return rootless === undefined
    ? ok({ profiles, ca: null })
    : wrong('untrusted', `the root certificate of AWS Signer in ${rootless.partition} is not built in: the verifier's ca must give it`);
}

/** The answer names what it was asked about; anything else that it names is revoked as well. */
function describeRevoked(revoked: readonly string[], { profileVersionArn, jobArn }: RevocationQuestion): string {
  if (revoked.some((one) => one.startsWith('arn:') && profileVersionArn.startsWith(one))) return 'its signing profile';
  return revoked.includes(jobArn) ? 'it (its signing job)' : 'a certificate of it';
}
