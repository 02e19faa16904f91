import { describe, expect, it } from '@jest/globals';
import type { EvidenceFacts, VerifierFacts } from '../../../core/evidence/facts.ts';
import { judgeAttestation } from '../../../core/evidence/judge-attestations.ts';
import type { AttestationRequirement } from '../../../core/evidence/requirement.ts';

const hostile = '\u001b[2J';
const attestation = (predicateType: string, predicate: unknown = {}) =>
  ({ form: 'dsse', where: 'tag t', signer: 's', predicateType, predicate }) as const;
const by = (...attestations: VerifierFacts['attestations']): VerifierFacts => ({
  signatures: [],
  attestations,
  refused: [],
  trouble: null,
});

function judge(requirement: AttestationRequirement, verifiers: Readonly<Record<string, VerifierFacts>>) {
  const facts: EvidenceFacts = {
    image: { host: 'a.io', path: 'x', digest: 'sha256:x' },
    found: [],
    verifiers: new Map(Object.entries(verifiers)),
    collected: { wrong: [], unknown: [] },
    scans: [],
    scanTroubles: [],
    scanWrongs: [],
    scansPending: [],
  };
  return judgeAttestation(requirement, facts, { verifiers: new Map(), nowMs: 0 })?.detail.replace(/; to attest it: .*/, '') ?? null;
}

const spdx = { type: 'spdx', from: ['ci'] };
const missing = 'the attestation spdx from ci (not in the policy) is missing: ';

describe('judgeAttestation', () => {
  it.each<[string, AttestationRequirement, Record<string, VerifierFacts>, string | null]>([
    ['one of its type', spdx, { ci: by(attestation('https://spdx.dev/Document')) }, null],
    ['the last of several', spdx, { ci: by(attestation('https://a/x'), attestation('https://spdx.dev/Document')) }, null],
    ['by the second who may', { ...spdx, from: ['qa', 'ci'] }, { ci: by(attestation('https://spdx.dev/Document')) }, null],
    ['by somebody else', spdx, { qa: by(attestation('https://spdx.dev/Document')) }, `${missing}nothing was found`],
    [
      'others, each once, in order, up to three',
      spdx,
      { ci: by(...['https://c/', 'https://b/', `https://a/${hostile}`, 'https://b/', 'https://d/'].map((type) => attestation(type))) },
      `${missing}found https://a/\\u001b[2J, https://b/, https://c/`,
    ],
    [
      'a condition that only the second meets',
      { ...spdx, fields: { a: '1' } },
      { ci: by(attestation('https://spdx.dev/Document', { a: 2 }), attestation('https://spdx.dev/Document', { a: 1 })) },
      null,
    ],
    [
      'a condition that is not met, in hostile words',
      { ...spdx, fields: { a: '1' } },
      { ci: by(attestation('https://spdx.dev/Document', { a: hostile })) },
      'the attestation spdx from ci (not in the policy): DSSE envelope at tag t: a is "\\u001b[2J", expected "1"',
    ],
  ])('%s', (_, requirement, verifiers, expected) => {
    expect(judge(requirement, verifiers)).toBe(expected);
  });
});
