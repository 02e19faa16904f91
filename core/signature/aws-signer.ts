/**
 * Signatures of AWS Signer: notation envelopes whose signing authority is Amazon and whose signer is a signing profile, named by
 * signed attributes. Source: github.com/aws/aws-signer-notation-plugin; AWS Signer developer guide. Whether the profile, the job
 * or a certificate has been revoked is a question to Signer, which comes along with a signature that holds.
 */
import { createHash, type X509Certificate } from 'node:crypto';
import { quote } from '../text.ts';
import type { Artifact } from './artifact.ts';
import { signerRoot } from './aws-signer-root.ts';
import type { Verified } from './cosign.ts';
import { tbsOf } from './der.ts';
import { checkAttributes, checkContent, endOf, parseNotation, verifySigner } from './notation-checks.ts';
import type { NotationEnvelope } from './notation-envelope.ts';
import { type Checked, ok, wrong } from './outcome.ts';
import { meansProfile, type ProfileArn, parseJobArn, parseProfileArn } from './signer-arn.ts';

export interface AwsSignerTrust {
  /** At least one. */
  readonly profiles: readonly ProfileArn[];
  /** Root certificates; null: the pinned one of the profile's partition. */
  readonly ca: readonly X509Certificate[] | null;
}

/** What Signer is asked. Its host follows from partition and region, which are of known shapes and those of a trusted profile. */
export interface RevocationQuestion {
  readonly partition: string;
  readonly region: string;
  readonly profileVersionArn: string;
  readonly jobArn: string;
  /** Milliseconds since the epoch. */
  readonly signedMs: number;
  /** Lower-case hex of two SHA-384 each: of a certificate's signed part and of its issuer's; leaf first, a root is its own issuer. */
  readonly certificateHashes: readonly string[];
}

export interface Questioned extends Verified {
  readonly question: RevocationQuestion;
}

const names = {
  profile: 'com.amazonaws.signer.signingProfileVersion',
  job: 'com.amazonaws.signer.signingJob',
  // Another name of the same profile; the profile itself is what is compared.
  alias: 'com.amazonaws.signer.signingProfileAlias',
  plugin: 'io.cncf.notary.verificationPlugin',
} as const;
const plugin = 'com.amazonaws.signer.notation.plugin';

/** Judges one artifact for the image `digest` at `nowMs`; the order is the argument: signature, profile, then what it says. Never throws. */
export function verifyAwsSigner(artifact: Artifact, digest: string, trust: AwsSignerTrust, nowMs: number): Checked<Questioned> {
  try {
    return judge(artifact, digest, trust, nowMs);
  } catch {
    // Node parses certificates lazily: a hostile one may throw wherever it is first asked for something.
    return wrong('malformed', 'a certificate in the envelope is malformed');
  }
}

function judge(artifact: Artifact, digest: string, trust: AwsSignerTrust, nowMs: number): Checked<Questioned> {
  const parsed = parseNotation(artifact);
  if ('wrong' in parsed) return parsed;
  const claimed = readNames(parsed.ok);
  if ('wrong' in claimed) return claimed;
  const { profile, job } = claimed.ok;
  const root = signerRoot(profile.partition);
  const signingAuthority = trust.ca ?? (root === null ? [] : [root]);
  const stores = { ca: [], signingAuthority, tsa: [] };
  const path = verifySigner(parsed.ok, stores, nowMs);
  if ('wrong' in path) return path;
  if (!trust.profiles.some((one) => meansProfile(one, profile)))
    return wrong('untrusted', `signed by another profile, ${quote(profile.name, 64)} in ${profile.region}`);
  const refusal = checkContent(parsed.ok, digest, nowMs);
  if (refusal !== null) return refusal;
  const signer = `AWS Signer, ${profile.text.replace(/\/\w+$/, '')}`;
  const question = questionOf(profile, job.text, parsed.ok.authenticTimeMs ?? nowMs, path.ok);
  return ok({ signer, claim: { kind: 'signature' }, ...endOf(parsed.ok, stores, path.ok), question });
}

function questionOf(profile: ProfileArn, jobArn: string, signedMs: number, path: readonly X509Certificate[]): RevocationQuestion {
  const { partition, region, text: profileVersionArn } = profile;
  const hashes = path.map(({ raw }) => createHash('sha384').update(tbsOf(raw)).digest('hex'));
  const certificateHashes = hashes.map((hash, index) => `${hash}${hashes[index + 1] ?? hash}`);
  return { partition, region, profileVersionArn, jobArn, signedMs, certificateHashes };
}

/** Profile and job that the envelope claims: of known shapes, of one partition and region. Accounts may differ. */
function readNames(envelope: NotationEnvelope) {
  const { attributes, critical } = envelope;
  if (!attributes.has(names.profile) || !attributes.has(names.job))
    return wrong('untrusted', 'it names no signing profile and job of AWS Signer');
  // The other name decides nothing: it may be marked or not.
  const refused = checkAttributes(
    envelope,
    Object.values(names).filter((name) => name !== names.alias || critical.includes(name)),
  );
  if (refused !== null) return refused;
  if (attributes.has(names.plugin) && attributes.get(names.plugin) !== plugin)
    return wrong('unsupported', `it asks for the plugin ${quote(attributes.get(names.plugin) ?? '', 80)}`);
  const profile = parseProfileArn(attributes.get(names.profile) ?? '');
  const job = parseJobArn(attributes.get(names.job) ?? '');
  if (profile === null || profile.version === null || job === null)
    return wrong('malformed', 'its signing profile or signing job is no ARN of AWS Signer');
  return profile.partition === job.partition && profile.region === job.region
    ? ok({ profile, job })
    : wrong('unsupported', 'its signing job is of another region than its profile');
}
