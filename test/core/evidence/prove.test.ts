import { describe, expect, it } from '@jest/globals';
import { memoryVerdicts } from '../../../adapters/evidence/memory-verdicts.ts';
import { compileEvidence } from '../../../core/evidence/add-up.ts';
import type { EvidencePort } from '../../../core/evidence/facts.ts';
import { evidencePort } from '../../../core/evidence/gather.ts';
import type { Collected } from '../../../core/evidence/ports.ts';
import { prove, verdictKey } from '../../../core/evidence/prove.ts';
import { textOf, type VerifierDocument } from '../../../core/evidence/requirement.ts';
import { imageText } from '../../../core/evidence/words.ts';
import { canonicalJson, sha256 } from '../../../core/policy/canonical.ts';
import { artifactsOf, readDump, readFixture } from '../signature/fixture.ts';

const dump = readDump('skopeo');
const image = { host: 'ghcr.io', path: 'acme/app', digest: dump.image };
const signed: Collected = { artifacts: artifactsOf(dump), wrong: [], unknown: [] };
const bare: Collected = { ...signed, artifacts: [] };
const down: Collected = { ...bare, unknown: ['down'] };
const verifiers = new Map<string, VerifierDocument>([
  ['release', { cosign: { keys: [readFixture('p256.pub.pem')] } }],
  ['other', { cosign: { keys: [readFixture('p384.pub.pem')] } }],
]);
const requirements = compileEvidence({ signedBy: ['release'] });

function world(answer: { collected: Collected }) {
  let asked = 0;
  const artifacts = {
    collect: async () => {
      asked++;
      return answer.collected;
    },
  };
  const port = evidencePort({ artifacts, keys: { publicKey: async () => ({ unknown: '' }) }, scans: [] });
  const options = { port, store: memoryVerdicts(), verifiers, policyHash: 'p' };
  return { options, asked: () => asked };
}

const rules = (violations: readonly { rule: string }[]) => violations.map(({ rule }) => rule);

describe('prove', () => {
  it.each<[string, Collected, string[], number, number]>([
    ['keeps what is proved from the first moment', signed, [], 0, 1],
    ['keeps what is proved for a week', signed, [], 604_799_999, 1],
    ['asks again after a week', signed, [], 604_800_000, 2],
    ['keeps what is missing for a minute', bare, ['signature-required'], 59_999, 1],
    ['asks again after a minute', bare, ['signature-required'], 60_000, 2],
    ['never keeps what could not be checked', down, ['unverifiable'], 0, 2],
    ['believes no verdict of the future', signed, [], -1, 2],
  ])('%s', async (_, collected, expected, laterMs, asked) => {
    const { options, asked: count } = world({ collected });
    expect(rules(await prove(options, image, requirements, 0))).toEqual(expected);
    expect(rules(await prove(options, image, requirements, laterMs))).toEqual(expected);
    expect(count()).toBe(asked);
  });

  it('keeps nothing of a scan that runs', async () => {
    const { options } = world({ collected: bare });
    const port = evidencePort({
      artifacts: { collect: async () => bare },
      keys: { publicKey: async () => ({ unknown: '' }) },
      scans: [{ scan: async () => ({ pending: 'it runs' }) }],
    });
    const put = async (): Promise<never> => Promise.reject(new Error('kept'));
    const asked = compileEvidence({ vulnerabilities: { max: 'high' } });
    expect(rules(await prove({ ...options, port, store: { ...options.store, put } }, image, asked, 0))).toEqual(['vulnerabilities']);
  });

  it.each<[string, object, object, ReturnType<typeof compileEvidence>]>([
    ['another policy', { policyHash: 'q' }, {}, requirements],
    ['another image', {}, { digest: `sha256:${'0'.repeat(64)}` }, requirements],
    ['another repository', {}, { path: 'acme/other' }, requirements],
    ['other requirements', {}, {}, compileEvidence({ signedBy: ['other'] })],
  ])('a verdict is not one for %s', async (_, otherOptions, otherImage, otherRequirements) => {
    const { options, asked } = world({ collected: signed });
    await prove(options, image, requirements, 0);
    await prove({ ...options, ...otherOptions }, { ...image, ...otherImage }, otherRequirements, 0);
    expect(asked()).toBe(2);
  });

  it('keeps nothing of which a part could not be checked', async () => {
    const { options } = world({ collected: bare });
    const port = evidencePort({
      artifacts: { collect: async () => bare },
      keys: { publicKey: async () => ({ unknown: '' }) },
      scans: [{ scan: async () => ({ unknown: 'down' }) }],
    });
    const both = compileEvidence({ signedBy: ['release'], vulnerabilities: { max: 'high' } });
    expect(rules(await prove({ ...options, port }, image, both, 0))).toEqual(['signature-required', 'unverifiable']);
    expect(await options.store.get(verdictKey(image, 'p', both))).toBeNull();
  });

  it('is not done before its verdict is kept: what is left for later would freeze with the function', async () => {
    const { options } = world({ collected: signed });
    let kept = false;
    const put = async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      kept = true;
      return true;
    };
    await prove({ ...options, store: { get: async () => null, put } }, image, requirements, 0);
    expect(kept).toBe(true);
  });

  it('asks scanners where a scan is wanted, and only there', async () => {
    const wanted: boolean[] = [];
    const { options } = world({ collected: signed });
    const port: EvidencePort = {
      gather: (of, needs, nowMs) => {
        wanted.push(needs.scans);
        return options.port.gather(of, needs, nowMs);
      },
    };
    for (const one of [requirements, compileEvidence({ vulnerabilities: { max: 'high' } })])
      await prove({ ...options, port }, image, one, 0);
    expect(wanted).toEqual([false, true]);
  });

  it('shows no verifier but those that the requirements name', async () => {
    const named: string[][] = [];
    const { options } = world({ collected: signed });
    const port: EvidencePort = {
      gather: (of, needs, nowMs) => {
        named.push([...needs.verifiers.keys()]);
        return options.port.gather(of, needs, nowMs);
      },
    };
    await prove({ ...options, port }, image, requirements, 0);
    expect(named).toEqual([['release']]);
  });

  it('is kept under a name that changes with what is judged', () => {
    const parts = [imageText(image), 'p', textOf(requirements)];
    expect(verdictKey(image, 'p', requirements)).not.toBe(sha256(canonicalJson(parts)));
  });

  it('asks nothing of a registry when only scans are wanted', async () => {
    const { options, asked } = world({ collected: signed });
    expect(rules(await prove(options, image, compileEvidence({ vulnerabilities: { max: 'high' } }), 0))).toEqual(['vulnerabilities']);
    expect(asked()).toBe(0);
  });
});

it('memoryVerdicts forgets the oldest of more than 10,000', async () => {
  const store = memoryVerdicts();
  const verdict = { violations: [], judgedMs: 0, untilMs: 1 };
  for (let i = 0; i <= 10_000; i++) await store.put(String(i), verdict);
  expect([await store.get('0'), await store.get('1'), await store.get('10000')]).toEqual([null, verdict, verdict]);
});
