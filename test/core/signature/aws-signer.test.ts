import { createHash, X509Certificate } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { type AwsSignerTrust, verifyAwsSigner } from '../../../core/signature/aws-signer.ts';
import { signerRoot } from '../../../core/signature/aws-signer-root.ts';
import { tbsOf } from '../../../core/signature/der.ts';
import { verifyNotation } from '../../../core/signature/notation.ts';
import { parseProfileArn } from '../../../core/signature/signer-arn.ts';
import { flip } from './fixture.ts';
import {
  chain,
  digest,
  envelope,
  type Form,
  job,
  names,
  otherRoot,
  type Parts,
  profile,
  profileVersion,
  root,
  signedMs,
} from './signer-envelope.ts';

const forms: readonly Form[] = ['notation-jws', 'notation-cose'];
const profiles = (...arns: string[]) => arns.map(parseProfileArn).filter((one) => one !== null);
const trust: AwsSignerTrust = { profiles: profiles(profile), ca: [root.certificate] };
const nowMs = signedMs + 1000;
const year = 365 * 86_400_000;

function judge(form: Form, parts: Parts = {}, by: Partial<AwsSignerTrust> = {}, atMs = nowMs): string {
  const checked = verifyAwsSigner(envelope(form, parts), digest, { ...trust, ...by }, atMs);
  return 'ok' in checked ? `${checked.ok.claim.kind} by ${checked.ok.signer}` : `${checked.wrong.code}: ${checked.wrong.detail}`;
}

const alias = 'com.amazonaws.signer.signingProfileAlias';
const accepted = `signature by AWS Signer, ${profile}`;
const unknown = (name: string) => `unsupported: its critical attribute "${name}" is not known`;
const other = (name: string) => `untrusted: signed by another profile, "${name}" in eu-west-1`;

describe.each(forms)('a signature of AWS Signer (%s)', (form) => {
  it.each<[string, Parts, Partial<AwsSignerTrust>, string]>([
    ['by a profile', {}, {}, accepted],
    ['by one of two', {}, { profiles: profiles(`${profile}2`, profile) }, accepted],
    ['by a version of a profile', {}, { profiles: profiles(profileVersion) }, accepted],
    ['by a profile that has another name, too', { attributes: { [alias]: 'arn:x' } }, {}, accepted],
    ['by a profile whose other name need not be understood', { attributes: { [alias]: 'arn:x' }, unmarked: [alias] }, {}, accepted],
    ['without a word about the plugin', { attributes: { [names.plugin]: undefined } }, {}, accepted],
    ['by another version', {}, { profiles: profiles(`${profile}/Ab12Cd34Eg`) }, other('acme')],
    ['by another profile', {}, { profiles: profiles(`${profile}2`) }, other('acme')],
    ['by a profile whose name begins alike', { attributes: { [names.profile]: `${profile}2/Ab12Cd34Ef` } }, {}, other('acme2')],
    ['by that name in other letters', { attributes: { [names.profile]: profileVersion.replace('acme', 'ACME') } }, {}, other('ACME')],
    ['by that name in another account', { attributes: { [names.profile]: profileVersion.replace('1111', '9999') } }, {}, other('acme')],
    ['under another root', {}, { ca: [otherRoot.certificate] }, 'untrusted: its certificate chain leads to no trusted certificate'],
    ['under the pinned root', {}, { ca: null }, 'untrusted: its certificate chain leads to no trusted certificate'],
    [
      'with a chain that has a gap',
      { chain: [chain[0], chain[2]].filter((one) => one !== undefined) },
      {},
      'untrusted: its certificate chain is broken',
    ],
    ['with another critical attribute', { attributes: { 'com.amazonaws.signer.x': '1' } }, {}, unknown('com.amazonaws.signer.x')],
    [
      'for a newer plugin',
      { attributes: { 'io.cncf.notary.verificationPluginMinVersion': '9.0.0' } },
      {},
      unknown('io.cncf.notary.verificationPluginMinVersion'),
    ],
    ['for another plugin', { attributes: { [names.plugin]: 'x' } }, {}, 'unsupported: it asks for the plugin "x"'],
    ['whose profile need not be understood', { unmarked: [names.profile] }, {}, 'malformed: an attribute that must be critical is not'],
    ['whose job need not be understood', { unmarked: [names.job] }, {}, 'malformed: an attribute that must be critical is not'],
    [
      'without a profile',
      { attributes: { [names.profile]: undefined } },
      {},
      'untrusted: it names no signing profile and job of AWS Signer',
    ],
    ['without a job', { attributes: { [names.job]: undefined } }, {}, 'untrusted: it names no signing profile and job of AWS Signer'],
    [
      'by a profile without version',
      { attributes: { [names.profile]: profile } },
      {},
      'malformed: its signing profile or signing job is no ARN of AWS Signer',
    ],
    [
      'by a host',
      { attributes: { [names.job]: job.replace('eu-west-1', 'evil.example/') } },
      {},
      'malformed: its signing profile or signing job is no ARN of AWS Signer',
    ],
    [
      'of an unknown partition',
      { attributes: { [names.job]: job.replace(':aws:', ':aws-evil:') } },
      {},
      'malformed: its signing profile or signing job is no ARN of AWS Signer',
    ],
    [
      'whose job is elsewhere',
      { attributes: { [names.job]: job.replace('eu-west-1', 'eu-west-2') } },
      {},
      'unsupported: its signing job is of another region than its profile',
    ],
    [
      'of the other scheme',
      { attributes: { [names.scheme]: 'notary.x509' } },
      {},
      'untrusted: its certificate chain leads to no trusted certificate',
    ],
    ['of no known scheme', { attributes: { [names.scheme]: 'notary.x510' } }, {}, 'unsupported: the signing scheme "notary.x510"'],
    ['without a time', { attributes: { [names.time]: undefined } }, {}, 'malformed: its signing authority names no time'],
    ['of the future', { attributes: { [names.time]: signedMs + 60_000 } }, {}, 'unproven: its signing time is of the future'],
    [
      'before its certificate',
      { attributes: { [names.time]: signedMs - year } },
      {},
      `expired: a certificate was not valid at ${new Date(signedMs - year).toISOString()}`,
    ],
    ['at its very end', { attributes: { [names.expiry]: nowMs } }, {}, accepted],
    [
      'that has expired',
      { attributes: { [names.expiry]: signedMs } },
      {},
      `expired: the signature expired at ${new Date(signedMs).toISOString()}`,
    ],
    ['for another image', { payload: { targetArtifact: { digest: 'sha256:1' } } }, {}, 'other-image: it is for another image, sha256:1'],
  ])('%s', (_, parts, by, expected) => {
    expect(judge(form, parts, by)).toBe(expected);
  });

  it('outlives its certificate, as it was signed while that was valid', () => {
    expect(judge(form, {}, {}, signedMs + year)).toBe(accepted);
  });

  it('is refused when a byte is turned, every seventh', () => {
    const artifact = envelope(form);
    const every = [...artifact.bytes.keys()].filter((at) => at % 7 === 0);
    const passed = every.filter((at) => 'ok' in verifyAwsSigner({ ...artifact, bytes: flip(artifact.bytes, at) }, digest, trust, nowMs));
    expect(passed).toEqual([]);
  });

  it('is left to the verifiers of its kind', () => {
    const notation = {
      ca: [root.certificate],
      signingAuthority: [root.certificate],
      tsa: [],
      identities: [new Map([['CN', 'Signer']])],
      revoked: new Set<string>(),
    };
    expect(verifyNotation(envelope(form), digest, notation, nowMs)).toEqual({
      wrong: {
        code: 'unsupported',
        detail: 'it is of AWS Signer (com.amazonaws.signer.signingProfileVersion), which a verifier of the kind awsSigner judges',
      },
    });
  });

  it('comes with its question to Signer', () => {
    const extra = [...chain, otherRoot.certificate];
    const checked = verifyAwsSigner(envelope(form, { chain: extra }), digest, trust, nowMs);
    const hashes = chain.map((one) => createHash('sha384').update(tbsOf(one.raw)).digest('hex'));
    expect('ok' in checked && checked.ok.question).toEqual({
      partition: 'aws',
      region: 'eu-west-1',
      profileVersionArn: profileVersion,
      jobArn: job,
      signedMs,
      // What follows the trusted root is nobody's word, and is not asked about.
      certificateHashes: [`${hashes[0]}${hashes[1]}`, `${hashes[1]}${hashes[2]}`, `${hashes[2]}${hashes[2]}`],
    });
  });
});

describe('the pinned roots', () => {
  it.each([
    ['aws', '90a87d0543c3f094dbff9589b6649affe2f3d6e0f308799be2258461c686473f', 'AWS Signer Code Signing Root CA G1'],
    ['aws-us-gov', '673653ab76f41a10546cdeb4107ecd6df2c15c2c9a0d32ed97d271b4436fc3e8', 'AWS Signer Code Signing GovCloud (US) Root CA G1'],
  ])('%s', (partition, sha256, name) => {
    const pinned = signerRoot(partition) as X509Certificate;
    expect(pinned).toBeInstanceOf(X509Certificate);
    expect([createHash('sha256').update(pinned.raw).digest('hex'), pinned.subject.split('\n').at(-1)]).toEqual([sha256, `CN=${name}`]);
    expect([pinned.ca, pinned.verify(pinned.publicKey)]).toEqual([true, true]);
  });

  it('are none for other partitions', () => {
    expect([signerRoot('aws-cn'), signerRoot('constructor')]).toEqual([null, null]);
  });

  it('cut out what openssl does: asn1parse -strparse 4, sha384', () => {
    const { raw } = signerRoot('aws') as X509Certificate;
    expect(createHash('sha384').update(tbsOf(raw)).digest('hex')).toBe(
      '163b39eb810821441b047ddf99b17fec3db7c40fc0e5fcd4fd69818dd8e953d4752d210c9e6f6382eff98edc0a2771ea',
    );
  });
});
