import { describe, expect, it } from '@jest/globals';
import { addUpEvidence, compileEvidence, noEvidence } from '../../../core/evidence/add-up.ts';
import { asksNothing } from '../../../core/evidence/requirement.ts';
import { registries } from '../../../core/evidence/shapes/registries.ts';
import { attestations, signedBy, vulnerabilities } from '../../../core/evidence/shapes/require.ts';
import { verifiers } from '../../../core/evidence/shapes/verifiers.ts';
import { problemsOf } from '../../../core/policy/read.ts';
import type { Shape } from '../../../core/policy/shape.ts';
import { readFixture } from '../signature/fixture.ts';

const pem = readFixture('p256.pub.pem');
const certificate = readFixture('notation-root.pem');

describe('the shapes of the evidence keys', () => {
  it.each<[string, Shape, unknown]>([
    ['keys', verifiers, { release: { cosign: { keys: ['awskms:///arn:aws:kms:eu-west-1:111122223333:key/1', pem], rekor: true } } }],
    [
      'keyless',
      verifiers,
      { ci: { cosign: { keyless: { issuer: 'https://i.example', subject: 'https://github.com/acme/*', trustRoot: 'public-good' } } } },
    ],
    ['notation', verifiers, { notary: { notation: { ca: [certificate], tsa: [certificate], identities: ['C=US, ST=WA, O=Acme'] } } }],
    [
      'notation with revoked certificates',
      verifiers,
      { notary: { notation: { ca: [certificate], identities: ['O=Acme'], revoked: ['ab'.repeat(32), Array(32).fill('AB').join(':')] } } },
    ],
    ['AWS Signer', verifiers, { signer: { awsSigner: { profiles: ['arn:aws:signer:eu-west-1:111122223333:/signing-profiles/acme'] } } }],
    [
      'registries',
      registries,
      {
        'harbor.corp.example': { private: true, credentials: '/image-warden/prod/registry/harbor', realm: 'auth.corp.example' },
        '127.0.0.1:5000': { plainHttp: true },
      },
    ],
    ['a list of verifiers', signedBy, ['release', 'ci']],
    ['a threshold', signedBy, { anyOf: ['a', 'b'], count: 2 }],
    [
      'attestations',
      attestations,
      [{ type: 'slsa-provenance', from: ['ci'], builder: 'https://b/*', fields: { 'buildDefinition.buildType': 'x' } }],
    ],
    [
      'vulnerabilities',
      vulnerabilities,
      {
        max: 'high',
        fixableOnly: true,
        graceDays: 7,
        maxAgeDays: 7,
        missing: 'warn',
        allow: [{ id: 'CVE-1', until: '2027-01-01', reason: 'x' }],
      },
    ],
  ])('accept %s', (_, shape, value) => {
    expect(problemsOf(value, shape)).toEqual([]);
  });

  it.each<[string, Shape, unknown]>([
    ['no keys', verifiers, { release: { cosign: { keys: [] } } }],
    ['keys and keyless', verifiers, { release: { cosign: { keys: [pem], keyless: {} } } }],
    ['two kinds', verifiers, { release: { cosign: { keys: [pem] }, awsSigner: {} } }],
    ['an issuer with a wildcard', verifiers, { ci: { cosign: { keyless: { issuer: 'https://*', subject: 'x' } } } }],
    ['no subject', verifiers, { ci: { cosign: { keyless: { issuer: 'https://i.example' } } } }],
    ['a star within a subject', verifiers, { ci: { cosign: { keyless: { issuer: 'https://i.example', subject: 'a*b' } } } }],
    ['notation without a store', verifiers, { notary: { notation: { identities: ['O=Acme'] } } }],
    ['notation without identities', verifiers, { notary: { notation: { ca: [certificate] } } }],
    [
      'a revoked certificate by its name',
      verifiers,
      { notary: { notation: { ca: [certificate], identities: ['O=Acme'], revoked: ['CN=x'] } } },
    ],
    ['a profile with a wildcard', verifiers, { signer: { awsSigner: { profiles: ['arn:aws:signer:*:1:/signing-profiles/*'] } } }],
    ['a threshold of nobody', signedBy, { anyOf: [], count: 1 }],
    ['a count of zero', signedBy, { anyOf: ['a'], count: 0 }],
    ['an attestation from nobody', attestations, [{ type: 'spdx' }]],
    ['an unknown severity', vulnerabilities, { max: 'worst' }],
    ['a forgiven finding without end', vulnerabilities, { max: 'high', allow: [{ id: 'CVE-1', reason: 'x' }] }],
    ['credentials in the place of their name', registries, { 'h.example': { credentials: 'user:password' } }],
    ['a wildcard host', registries, { '*.example.com': {} }],
  ])('refuse %s', (_, shape, value) => {
    expect(problemsOf(value, shape)).not.toEqual([]);
  });
});

it('credentials that stand in the policy by mistake are not repeated', () => {
  const problems = JSON.stringify(problemsOf({ 'h.example': { credentials: 'user:password' } }, registries));
  expect(problems).toContain('13 characters');
  expect(problems).not.toContain('password"');
});

describe('requirements', () => {
  it('fill in their defaults', () => {
    expect(compileEvidence({ signedBy: ['a', 'b'], vulnerabilities: { max: 'high' } })).toEqual({
      signedBy: [
        { anyOf: ['a'], count: 1 },
        { anyOf: ['b'], count: 1 },
      ],
      attestations: [],
      vulnerabilities: { max: 'high', fixableOnly: false, graceDays: 0, maxAgeDays: null, missing: 'deny', allow: [] },
    });
    expect(compileEvidence({ signedBy: { anyOf: ['a', 'b'] } }).signedBy).toEqual([{ anyOf: ['a', 'b'], count: 1 }]);
    expect(asksNothing(compileEvidence({}))).toBe(true);
    expect(asksNothing(compileEvidence({ signedBy: ['a'] }))).toBe(false);
  });

  it('add up to the stricter', () => {
    const a = compileEvidence({
      signedBy: ['a'],
      vulnerabilities: { max: 'high', fixableOnly: true, graceDays: 7, missing: 'allow', allow: [{ id: 'CVE-1', until: '2027-01-01' }] },
    });
    const b = compileEvidence({ signedBy: ['b'], vulnerabilities: { max: 'medium', graceDays: 3, maxAgeDays: 7, missing: 'warn' } });
    const sum = {
      signedBy: [...a.signedBy, ...b.signedBy],
      attestations: [],
      vulnerabilities: {
        max: 'medium',
        fixableOnly: false,
        graceDays: 3,
        maxAgeDays: 7,
        missing: 'warn',
        allow: [{ id: 'CVE-1', untilMs: Date.UTC(2027, 0, 2) }],
      },
    };
    expect(addUpEvidence(a, b)).toEqual(sum);
    expect(addUpEvidence(b, a).vulnerabilities).toEqual(sum.vulnerabilities);
    expect(addUpEvidence(a, noEvidence)).toEqual(a);
    expect(addUpEvidence(noEvidence, a)).toEqual(a);
  });
});
