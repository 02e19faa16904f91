import { describe, expect, it } from '@jest/globals';
import { emptyChecked, reportOf } from '../../../core/check/check.ts';
import { checkInput, isDockerfile, type OpenSession } from '../../../core/check/input.ts';
import { hex, nowhere, nowMs, podOf, policyOf } from '../policy/policies.ts';

const image = `a.io/x@${hex('a')}`;
const verifiers = { k: { cosign: { keys: ['awskms:///k'] } } };
const signed = policyOf({ images: ['a.io'], verifiers, require: { signedBy: ['k'] } });
const plain = policyOf({ images: ['a.io'] });
const violation = { rule: 'signature-required', detail: 'none', fix: 'sign', warnOnly: false } as const;

/** A session whose every image is proved, or none; counts sessions and images. */
function sessionOf(proved: boolean) {
  const counts = { sessions: 0, images: 0 };
  const session: OpenSession = async () => {
    counts.sessions++;
    return {
      prove: async () => {
        counts.images++;
        return proved ? [] : [violation];
      },
    };
  };
  return { session, counts };
}

async function check(path: string, text: string, policy: typeof plain, session?: OpenSession) {
  const checked = emptyChecked();
  await checkInput(checked, { path, text }, policy, nowhere, nowMs, session === undefined ? {} : { session });
  const { allowed, summary, findings } = reportOf(checked, policy);
  return { allowed, summary, rules: findings.map(({ rule }) => rule), manifests: checked.manifests };
}

describe('checkInput', () => {
  const pods = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [podOf(image), podOf(image)] });

  it.each([
    ['what is proved is allowed', true, { allowed: true, summary: { denied: 0, warned: 0, passed: 2 }, rules: [], manifests: 1 }],
    [
      'what is not is denied, each once',
      false,
      { allowed: false, summary: { denied: 2, warned: 0, passed: 0 }, rules: ['signature-required', 'signature-required'], manifests: 1 },
    ],
  ])('a manifest: %s', async (_, proved, expected) => {
    const { session, counts } = sessionOf(proved);
    expect(await check('pods.json', pods, signed, session)).toEqual(expected);
    expect(counts).toEqual({ sessions: 1, images: 1 });
  });

  it.each([true, false])('a Dockerfile: proved: %j', async (proved) => {
    const { session, counts } = sessionOf(proved);
    const { rules } = await check('Dockerfile', `FROM ${image}\n`, signed, session);
    expect([rules.includes('signature-required'), counts]).toEqual([!proved, { sessions: 1, images: 1 }]);
  });

  it('opens no session where nothing is to be proved', async () => {
    const { session, counts } = sessionOf(false);
    expect(await check('pods.json', pods, plain, session)).toMatchObject({ allowed: true });
    expect(counts).toEqual({ sessions: 0, images: 0 });
  });

  it('allows nothing that is to be proved where nobody can be asked', async () => {
    for (const session of [undefined, async () => null])
      expect(await check('pods.json', pods, signed, session)).toMatchObject({ allowed: false, rules: ['unverifiable', 'unverifiable'] });
  });
});

describe('isDockerfile', () => {
  const from = 'FROM nginx\nRUN true\n';
  it.each<[string, string, boolean]>([
    ['Dockerfile', '', true],
    ['sub/app.Dockerfile', '', true],
    ['build/image', from, true],
    ['build/image', 'kind: Pod', false],
    ['Dockerfile.yaml', from, false],
    ['Dockerfile.JSON', from, false],
    ['dockerfile.yml', from, false],
  ])('%s %j: %j', (path, text, expected) => {
    expect(isDockerfile({ path, text })).toBe(expected);
  });
});
