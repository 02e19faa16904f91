import { describe, expect, it } from '@jest/globals';
import { evaluateEvidence } from '../../../core/evidence/evaluate.ts';
import { evidencePort } from '../../../core/evidence/gather.ts';
import type { Collected, KeySource, ScanSource } from '../../../core/evidence/ports.ts';
import type { AttestationRequirement, EvidenceRequirements, SignedBy, VerifierDocument } from '../../../core/evidence/requirement.ts';
import { artifactsOf, readDump, readFixture } from '../signature/fixture.ts';

const pem = (name: string): string => readFixture(`${name}.pub.pem`);
const keys = (...names: string[]): VerifierDocument => ({ cosign: { keys: names.map(pem) } });
const nowMs = Date.parse('2026-11-24T20:00:00Z');

const documents: Readonly<Record<string, VerifierDocument>> = {
  release: keys('p256'),
  qa: keys('rsa'),
  same: keys('p256'),
  both: keys('p256', 'rsa'),
  stranger: {
    cosign: {
      keys: [
        '-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE2G2Y+2tabdTV5BcGiBIx0a9fAFwrkBbmLSGtks4L3qX6yYY0zufBnhC8Ur/iy55GhWP/9A/bY2LhC30M9+RYtw==\n-----END PUBLIC KEY-----\n',
      ],
    },
  },
  notary: { notation: { ca: [readFixture('notation-root.pem')], identities: ['C=US, ST=WA, O=Acme'] } },
  signer: { awsSigner: { profiles: ['arn:aws:signer:eu-west-1:111122223333:/signing-profiles/acme'] } },
  kms: { cosign: { keys: ['awskms:///arn:aws:kms:eu-west-1:111122223333:key/x'] } },
  broken: { cosign: { keys: ['-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n'] } },
  ci: { cosign: { keyless: { issuer: 'https://token.actions.githubusercontent.com', subject: 'https://github.com/acme/app/*' } } },
};

interface World {
  readonly collected?: Partial<Collected>;
  readonly keys?: KeySource;
  readonly scans?: ScanSource[];
}

async function judge(dump: string, requirements: Partial<EvidenceRequirements>, world: World = {}) {
  const { image: digest, ...rest } = readDump(dump);
  const image = { host: 'ghcr.io', path: 'acme/app', digest };
  const collected = { artifacts: artifactsOf({ image: digest, ...rest }), wrong: [], unknown: [], ...world.collected };
  const port = evidencePort({
    artifacts: { collect: async () => collected },
    keys: world.keys ?? { publicKey: async () => ({ unknown: 'KMS did not answer' }) },
    scans: world.scans ?? [],
  });
  const verifiers = new Map(Object.entries(documents));
  const facts = await port.gather(image, { verifiers, scans: world.scans !== undefined }, nowMs);
  const all = { signedBy: [], attestations: [], vulnerabilities: null, ...requirements };
  return evaluateEvidence(all, facts, { verifiers, nowMs }).map(({ rule, detail, fix }) =>
    `${rule}: ${detail}${detail.endsWith(fix) ? '' : `; ${fix}`}`.replaceAll(digest, 'DIGEST').replaceAll(digest.slice(7, 19), 'HEX'),
  );
}

const all = (...names: string[]): SignedBy[] => names.map((name) => ({ anyOf: [name], count: 1 }));
const flood = { wrong: ['3005 referrers, of which 50 were read'] };
const down = { artifacts: [], unknown: ['ghcr.io answered HTTP 503'] };
const five = 'cosign signature at tag sha256-HEX.sig: it was not made by this key';

describe('signedBy', () => {
  it.each<[string, string, SignedBy[], World, string[]]>([
    ['one who signed', 'cosign2-keys', all('release'), {}, []],
    ['two who signed', 'cosign2-keys', all('release', 'qa'), {}, []],
    ['cosign 3', 'cosign3-keys', all('release', 'qa'), {}, []],
    ['skopeo', 'skopeo', all('release'), {}, []],
    ['notation', 'notation', all('notary'), {}, []],
    ['KMS', 'cosign2-keys', all('kms'), { keys: { publicKey: async () => ({ ok: pem('p384') }) } }, []],
    ['one of two', 'cosign2-keys', [{ anyOf: ['stranger', 'qa'], count: 1 }], {}, []],
    ['two of three', 'cosign2-keys', [{ anyOf: ['stranger', 'qa', 'release'], count: 2 }], {}, []],
    ['two of three, one through a key of both', 'cosign2-keys', [{ anyOf: ['both', 'release'], count: 2 }], {}, []],
    [
      'two names of one key are one signer',
      'cosign2-keys',
      [{ anyOf: ['release', 'same'], count: 2 }],
      {},
      [
        'signature-required: 1 of 2 signatures by distinct signers; missing: release (cosign, its key), same (cosign, its key): cosign signature at tag sha256-HEX.sig: it was not made by this key; cosign signature at tag sha256-HEX.sig: it was not made by this key; cosign signature at tag sha256-HEX.sig: it was not made by this key; and 1 more; to sign it: cosign sign --key KEY ghcr.io/acme/app@DIGEST',
      ],
    ],
    [
      'a stranger',
      'skopeo',
      all('stranger'),
      {},
      [
        `signature-required: no valid signature by stranger (cosign, its key): ${five}; to sign it: cosign sign --key KEY ghcr.io/acme/app@DIGEST`,
      ],
    ],
    [
      'nothing there',
      'skopeo',
      all('release'),
      { collected: { artifacts: [] } },
      [
        'signature-required: no valid signature by release (cosign, its key): nothing was found; to sign it: cosign sign --key KEY ghcr.io/acme/app@DIGEST',
      ],
    ],
    [
      'another kind there',
      'skopeo',
      all('notary'),
      {},
      [
        'signature-required: no valid signature by notary (notation, C=US, ST=WA, O=Acme): found 1 of another kind; to sign it: notation sign --key KEY ghcr.io/acme/app@DIGEST',
      ],
    ],
    [
      'only an attestation there',
      'cosign3-only-vuln',
      all('release'),
      {},
      [
        'signature-required: no valid signature by release (cosign, its key): sigstore bundle at tag sha256-HEX: an attestation, not a signature; to sign it: cosign sign --key KEY ghcr.io/acme/app@DIGEST',
      ],
    ],
    [
      'a registry that floods',
      'skopeo',
      all('release'),
      { collected: { artifacts: [], ...flood } },
      [
        'signature-required: no valid signature by release (cosign, its key): nothing was found; 3005 referrers, of which 50 were read; to sign it: cosign sign --key KEY ghcr.io/acme/app@DIGEST',
      ],
    ],
    [
      'a registry that is down',
      'skopeo',
      all('release'),
      { collected: down },
      [
        'unverifiable: the signature by release (cosign, its key) could not be checked: ghcr.io answered HTTP 503; ask again when the registry answers, or have onError say what holds meanwhile',
      ],
    ],
    [
      'a registry that is half down, and one signer was seen for two verifiers',
      'skopeo',
      [{ anyOf: ['release', 'both'], count: 2 }],
      { collected: { unknown: ['ghcr.io answered HTTP 503'] } },
      [
        'unverifiable: the signature by release (cosign, its key), both (cosign, 2 keys) could not be checked: ghcr.io answered HTTP 503; ask again when the registry answers, or have onError say what holds meanwhile',
      ],
    ],
    [
      'one of all did not sign',
      'skopeo',
      all('release', 'stranger'),
      {},
      [
        `signature-required: no valid signature by stranger (cosign, its key): ${five}; to sign it: cosign sign --key KEY ghcr.io/acme/app@DIGEST`,
      ],
    ],
    [
      'a registry that is down, of which two signatures were wanted',
      'skopeo',
      [{ anyOf: ['release', 'qa'], count: 2 }],
      { collected: down },
      [
        'unverifiable: the signature by release (cosign, its key), qa (cosign, its key) could not be checked: ghcr.io answered HTTP 503; ask again when the registry answers, or have onError say what holds meanwhile',
      ],
    ],
    ['a registry that is half down, and a signature was found', 'skopeo', all('release'), { collected: { unknown: ['x'] } }, []],
    [
      'KMS that is down',
      'skopeo',
      all('kms'),
      {},
      [
        'unverifiable: the signature by kms (cosign, its key) could not be checked: KMS did not answer; ask again when the registry answers, or have onError say what holds meanwhile',
      ],
    ],
    [
      'KMS that is down, but a stranger is missing anyway',
      'skopeo',
      [{ anyOf: ['kms', 'stranger'], count: 2 }],
      {},
      [
        `signature-required: 0 of 2 signatures by distinct signers; missing: kms (cosign, its key), stranger (cosign, its key): KMS did not answer; to sign it: cosign sign --key awskms:///KEY ghcr.io/acme/app@DIGEST`,
      ],
    ],
    [
      'a key that is none',
      'skopeo',
      all('broken'),
      {},
      [
        'signature-required: no valid signature by broken (cosign, its key): no PEM public key; to sign it: cosign sign --key KEY ghcr.io/acme/app@DIGEST',
      ],
    ],
    [
      'a verifier that the policy has not',
      'skopeo',
      all('ghost'),
      {},
      [
        "signature-required: no valid signature by ghost (not in the policy): found 1 of another kind; to sign it: name the verifier in the policy's verifiers",
      ],
    ],
    [
      'more verifiers than can be named',
      'skopeo',
      [{ anyOf: ['stranger', 'notary', 'ci', 'broken', 'ghost'], count: 2 }],
      { collected: { artifacts: [] } },
      [
        'signature-required: 0 of 2 signatures by distinct signers; missing: stranger (cosign, its key), notary (notation, C=US, ST=WA, O=Acme), ci (cosign, https://github.com/acme/app/*), 2 more: nothing was found; to sign it: cosign sign --key KEY ghcr.io/acme/app@DIGEST',
      ],
    ],
    [
      'AWS Signer',
      'notation-expiring',
      all('signer'),
      {},
      [
        'signature-required: no valid signature by signer (AWS Signer): notation signature (JWS) at tag sha256-HEX: it names no signing profile and job of AWS Signer; notation signature (COSE) at tag sha256-HEX: it names no signing profile and job of AWS Signer; to sign it: notation sign --plugin com.amazonaws.signer.notation.plugin --id PROFILE_ARN ghcr.io/acme/app@DIGEST',
      ],
    ],
    [
      'keyless',
      'skopeo',
      all('ci'),
      {},
      [
        'signature-required: no valid signature by ci (cosign, https://github.com/acme/app/*): cosign signature at tag sha256-HEX.sig: it has no certificate: a key signed it; to sign it: cosign sign ghcr.io/acme/app@DIGEST',
      ],
    ],
  ])('%s', async (_, dump, signedBy, world, expected) => {
    expect(await judge(dump, { signedBy }, world)).toEqual(expected);
  });
});

describe('attestations', () => {
  const provenance: AttestationRequirement = { type: 'slsa-provenance', from: ['release'] };
  it.each<[string, AttestationRequirement, World, string[]]>([
    ['SLSA provenance', provenance, {}, []],
    [
      'with all its conditions',
      {
        ...provenance,
        builder: 'https://github.com/actions/*',
        source: 'https://github.com/acme/app',
        ref: 'refs/heads/main',
        workflow: '.github/workflows/r.yml',
      },
      {},
      [],
    ],
    [
      'version 0.2 by its builder',
      {
        ...provenance,
        builder: 'https://b',
        source: 'https://github.com/acme/app',
        ref: 'refs/heads/main',
        workflow: '.github/workflows/r.yml',
      },
      {},
      [],
    ],
    ['a field of the predicate', { ...provenance, fields: { 'buildDefinition.buildType': 'https://example.com/bt' } }, {}, []],
    ['SPDX', { type: 'spdx', from: ['stranger', 'release'] }, {}, []],
    ['CycloneDX', { type: 'cyclonedx', from: ['release'] }, {}, []],
    ['a vulnerability report', { type: 'vuln', from: ['release'] }, {}, []],
    ["a type of one's own", { type: 'https://acme.example/custom/v1', from: ['release'], fields: { spdxVersion: 'SPDX-*' } }, {}, []],
    [
      "a beginning of a type of one's own",
      { type: 'https://acme.example/custom', from: ['release'] },
      {},
      [
        'attestation-required: the attestation https://acme.example/custom from release (cosign, its key) is missing: found https://acme.example/custom/v1, https://cosign.sigstore.dev/attestation/vuln/v1, https://cyclonedx.org/bom; to attest it: cosign attest --type https://acme.example/custom --predicate FILE --key KEY ghcr.io/acme/app@DIGEST',
      ],
    ],
    [
      'another builder',
      { ...provenance, builder: 'https://github.com/evil' },
      {},
      [
        'attestation-required: the attestation slsa-provenance from release (cosign, its key): sigstore bundle at tag sha256-HEX: builder is "https://b", expected "https://github.com/evil"; to attest it: cosign attest --type slsaprovenance1 --predicate FILE --key KEY ghcr.io/acme/app@DIGEST',
      ],
    ],
    [
      'builder and source of two different ones',
      { ...provenance, builder: 'https://b', fields: { 'buildDefinition.buildType': '*' } },
      {},
      [
        'attestation-required: the attestation slsa-provenance from release (cosign, its key): sigstore bundle at tag sha256-HEX: buildDefinition.buildType is not said, expected "*"; to attest it: cosign attest --type slsaprovenance1 --predicate FILE --key KEY ghcr.io/acme/app@DIGEST',
      ],
    ],
    [
      'a field that is inherited',
      { ...provenance, fields: { 'buildDefinition.constructor.name': 'Object' } },
      {},
      [
        'attestation-required: the attestation slsa-provenance from release (cosign, its key): sigstore bundle at tag sha256-HEX: buildDefinition.constructor.name is not said, expected "Object"; to attest it: cosign attest --type slsaprovenance1 --predicate FILE --key KEY ghcr.io/acme/app@DIGEST',
      ],
    ],
    [
      'a stranger',
      { type: 'spdx', from: ['ci'] },
      { collected: { artifacts: [] } },
      [
        'attestation-required: the attestation spdx from ci (cosign, https://github.com/acme/app/*) is missing: nothing was found; to attest it: cosign attest --type spdxjson --predicate FILE ghcr.io/acme/app@DIGEST',
      ],
    ],
    [
      'KMS that is down',
      { type: 'spdx', from: ['kms'] },
      {},
      [
        'unverifiable: the attestation spdx from kms (cosign, its key) could not be checked: KMS did not answer; ask again when the registry answers, or have onError say what holds meanwhile',
      ],
    ],
    [
      'a key that is none',
      { type: 'spdx', from: ['broken'] },
      {},
      [
        'attestation-required: the attestation spdx from broken (cosign, its key) is missing: no PEM public key; to attest it: cosign attest --type spdxjson --predicate FILE --key KEY ghcr.io/acme/app@DIGEST',
      ],
    ],
    [
      'a registry that is down',
      provenance,
      { collected: down },
      [
        'unverifiable: the attestation slsa-provenance from release (cosign, its key) could not be checked: ghcr.io answered HTTP 503; ask again when the registry answers, or have onError say what holds meanwhile',
      ],
    ],
  ])('%s', async (_, requirement, world, expected) => {
    expect(await judge('attestations', { attestations: [requirement] }, world)).toEqual(expected);
  });
});

describe('vulnerabilities from a signed report', () => {
  it.each<[string, 'high' | 'medium', string[]]>([
    ['allowed', 'high', []],
    [
      'denied',
      'medium',
      [
        'vulnerabilities: 1 worse than medium: CVE-2024-1 (high); scanned: signed by release, sigstore bundle at tag sha256-HEX; rebuild the image with the fixed versions',
      ],
    ],
  ])('%s', async (_, max, expected) => {
    const vulnerabilities = { max, fixableOnly: false, graceDays: 0, maxAgeDays: 7, missing: 'deny', allow: [] } as const;
    const attestations = [{ type: 'vuln', from: ['release'] }];
    expect(await judge('cosign3-only-vuln', { attestations, vulnerabilities })).toEqual(expected);
  });

  it('does not count when the requirements name somebody else', async () => {
    const vulnerabilities = { max: 'high', fixableOnly: false, graceDays: 0, maxAgeDays: 7, missing: 'deny', allow: [] } as const;
    const attestations = [{ type: 'vuln', from: ['release'] }];
    const bySigner = await judge('cosign3-only-vuln', { vulnerabilities, attestations: [{ type: 'vuln', from: ['qa'] }] });
    expect(bySigner.map((one) => one.slice(0, 50))).toEqual([
      'attestation-required: the attestation vuln from qa',
      'vulnerabilities: no vulnerability scan was found; ',
    ]);
    expect(await judge('cosign3-only-vuln', { attestations, vulnerabilities })).toEqual([]);
  });
});
