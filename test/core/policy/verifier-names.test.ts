import { describe, expect, it } from '@jest/globals';
import { loadPolicy } from '../../../core/policy/load.ts';

const key = '-----BEGIN PUBLIC KEY-----\\nMFkw\\n-----END PUBLIC KEY-----';
const verifiers = `verifiers: { release: { cosign: { keys: ["${key}"] } }, ci: { cosign: { keyless: { issuer: "https://a.io", subject: "s" } } } }`;

async function problems(document: string): Promise<readonly string[]> {
  const loaded = await loadPolicy({
    allowlist: null,
    document: { name: 'p', text: `version: 1\nimages: [a.io]\n${verifiers}\n${document}` },
  });
  return 'problems' in loaded ? loaded.problems : [];
}

describe('evidence keys', () => {
  it.each([
    ['a verifier that is there', 'require: { signedBy: [release] }', []],
    ['two of them', 'require: { signedBy: { anyOf: [release, ci], count: 2 } }', []],
    [
      'a typing error',
      'require: { signedBy: [relaese] }',
      ['p:4:23: require.signedBy[0]: expected the name of a verifier, got relaese; did you mean release?'],
    ],
    [
      'nobody',
      'require: { signedBy: { anyOf: [x] } }',
      ['p:4:32: require.signedBy.anyOf[0]: expected the name of a verifier, got x; describe it under `verifiers`'],
    ],
    [
      'more signers than names',
      'require: { signedBy: { anyOf: [ci, ci], count: 2 } }',
      ['p:4:48: require.signedBy.count: expected at most 1, the number of verifiers in anyOf, got 2; no image could ever meet it'],
    ],
    [
      'an attestation from nobody',
      'require: { attestations: [{ type: spdx, from: [x] }] }',
      ['p:4:48: require.attestations[0].from[0]: expected the name of a verifier, got x; describe it under `verifiers`'],
    ],
    [
      'a builder of an SBOM',
      'require: { attestations: [{ type: spdx, from: [ci], builder: b }] }',
      [
        'p:4:53: require.attestations[0].builder: expected builder only with the type slsa-provenance, got "spdx"; use `fields` for other predicates',
      ],
    ],
    [
      "a builder by the type's own name",
      'require: { attestations: [{ type: "https://slsa.dev/provenance/v1", from: [ci], builder: b }] }',
      [],
    ],
    ['a builder', 'require: { attestations: [{ type: slsa-provenance, from: [ci], builder: b }] }', []],
  ])('%s', async (_, document, expected) => {
    expect(await problems(document)).toEqual(expected);
  });

  it('of an entry, whatever stands before it', async () => {
    const text = 'version: 1\nimages: [b.io, { deny: c.io }, { allow: a.io, require: { signedBy: [x] } }]';
    expect(await loadPolicy({ allowlist: null, document: { name: 'p', text } })).toEqual({
      problems: ['p:2:69: images[2].require.signedBy[0]: expected the name of a verifier, got x; describe it under `verifiers`'],
    });
  });
});
