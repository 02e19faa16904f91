import { describe, expect, it } from '@jest/globals';
import { decide } from '../../../core/policy/decide.ts';
import { loadPolicy } from '../../../core/policy/load.ts';
import type { Place } from '../../../core/policy/where.ts';
import { visit } from '../../../core/workload/visit.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const lastSecond = Date.parse('2027-03-01T23:59:59Z');

/** `rule severity` of each finding. */
async function findings(document: string, image: string, place: Partial<Place> = {}, nowMs = lastSecond): Promise<string[]> {
  const loaded = await loadPolicy({ allowlist: null, document: { name: 'p', text: `version: 1\n${document}` } });
  if ('problems' in loaded) throw new Error(loaded.problems.join('\n'));
  const pod = visit({ kind: 'Pod', apiVersion: 'v1', spec: { containers: [{ image }] } });
  const verdict = decide(loaded.policy, pod, { place: { cluster: null, namespace: null, ...place }, nowMs });
  return verdict.findings.map(({ rule, severity }) => `${rule} ${severity}`);
}

const exception = (rule: string, image: string, more = '') =>
  `exceptions: [{ rule: ${rule}, image: "${image}", until: 2027-03-01, owner: team-b, reason: OPS-99${more} }]`;

describe('what an exception forgives', () => {
  const tags = 'images: [docker.io/acme]\nrequire: { tags: { deny: [latest] } }\n';
  const digests = `require: { digest: true }\n${exception('registry-allowlist', 'docker.io/acme')}`;
  it.each([
    ['its rule for its scope', tags + exception('denied-tag', 'docker.io/acme/old'), 'acme/old', ['denied-tag info']],
    ['all below its scope', tags + exception('denied-tag', 'docker.io/acme'), 'acme/old/x', ['denied-tag info']],
    ['its tag', tags + exception('denied-tag', 'docker.io/acme/old:latest'), 'acme/old', ['denied-tag info']],
    ['no other image', tags + exception('denied-tag', 'docker.io/acme/old'), 'acme/older', ['denied-tag deny']],
    ['no other rule', tags + exception('digest-required', 'docker.io/acme/old'), 'acme/old', ['denied-tag deny']],
    ['no requirement beside the allowlist', digests, 'acme/a:1', ['registry-allowlist info', 'digest-required deny']],
    ['the allowlist alone, when the requirements hold', digests, `acme/a@${digest}`, ['registry-allowlist info']],
    [
      'a deny entry',
      `images: [docker.io, {deny: docker.io/acme}]\n${exception('denied-image', 'docker.io/acme/a')}`,
      'acme/a',
      ['denied-image info'],
    ],
    [
      'a tag only where the tag is pulled',
      exception('registry-allowlist', 'docker.io/acme/a:1'),
      `acme/a:1@${digest}`,
      ['registry-allowlist deny'],
    ],
    [
      'nothing while denyAll is on',
      `denyAll: true\n${exception('registry-allowlist', 'docker.io/acme')}`,
      'acme/a',
      ['registry-allowlist deny'],
    ],
  ])('%s', async (_, document, image, expected) => {
    expect(await findings(document, image)).toEqual(expected);
  });
});

describe('where and until', () => {
  const place = exception('registry-allowlist', 'docker.io/acme', ', clusters: [prod-*], namespaces: [legacy]');
  it.each<[name: string, place: Partial<Place>, severity: string]>([
    ['here', { cluster: 'prod-eu', namespace: 'legacy' }, 'info'],
    ['another cluster', { cluster: 'dev', namespace: 'legacy' }, 'deny'],
    ['another namespace', { cluster: 'prod-eu', namespace: 'web' }, 'deny'],
    ['an unknown cluster', { namespace: 'legacy' }, 'deny'],
    ['no namespace', { cluster: 'prod-eu' }, 'deny'],
  ])('%s', async (_, where, severity) => {
    expect(await findings(place, 'acme/a', where)).toEqual([`registry-allowlist ${severity}`]);
  });

  it.each<[name: string, more: string, place: Partial<Place>, severity: string]>([
    ['clusters alone', ', clusters: [prod-*]', { cluster: 'prod-eu', namespace: 'web' }, 'info'],
    ['clusters alone, elsewhere', ', clusters: [prod-*]', { cluster: 'dev', namespace: 'web' }, 'deny'],
    ['namespaces alone', ', namespaces: [legacy]', { cluster: 'dev', namespace: 'legacy' }, 'info'],
    ['namespaces alone, elsewhere', ', namespaces: [legacy]', { cluster: 'dev', namespace: 'web' }, 'deny'],
    ['neither: everywhere', '', {}, 'info'],
  ])('of %s', async (_, more, where, severity) => {
    expect(await findings(exception('registry-allowlist', 'docker.io/acme', more), 'acme/a', where)).toEqual([
      `registry-allowlist ${severity}`,
    ]);
  });

  it('counts through 23:59:59 UTC, and is over one second later', async () => {
    const document = exception('registry-allowlist', 'docker.io/acme');
    expect(await findings(document, 'acme/a', {}, lastSecond)).toEqual(['registry-allowlist info']);
    expect(await findings(document, 'acme/a', {}, lastSecond + 1000)).toEqual(['registry-allowlist deny']);
  });
});

describe('a document', () => {
  it.each([
    [
      'rule: malformed-image',
      'exceptions[0].rule: expected registry-allowlist, denied-image, denied-tag, digest-required, signature-required, attestation-required or vulnerabilities, got "malformed-image"',
    ],
    ['rule: denied-tags', 'did you mean denied-tag?'],
  ])('%s is refused', async (rule, message) => {
    await expect(findings(exception('x', 'docker.io/acme').replace('rule: x', rule), 'a')).rejects.toThrow(message);
  });

  it.each(['until', 'owner', 'reason', 'image', 'rule'])('without %s is refused', async (key) => {
    const one = { rule: 'denied-tag', image: 'docker.io/acme', until: '2027-03-01', owner: 'b', reason: 'x' };
    const rest = Object.fromEntries(Object.entries(one).filter(([name]) => name !== key));
    await expect(findings(`exceptions: ${JSON.stringify([rest])}`, 'a')).rejects.toThrow(`exceptions[0]: expected the key ${key}`);
  });
});
