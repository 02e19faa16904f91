import { describe, expect, it } from '@jest/globals';
import { isRefusal, parseReference } from '../../../core/image/reference.ts';
import { wideReason } from '../../../core/lint/wide.ts';
import { decide } from '../../../core/policy/decide.ts';
import { explain } from '../../../core/policy/explain.ts';
import { loadPolicy } from '../../../core/policy/load.ts';
import { scopeText } from '../../../core/policy/texts.ts';
import { listPresets } from '../../../core/presets/listing.ts';
import { presetNames } from '../../../core/presets/preset.ts';
import { presets } from '../../../core/presets/presets.ts';
import { visit } from '../../../core/workload/visit.ts';

async function load(text: string) {
  const loaded = await loadPolicy({ allowlist: null, document: { name: 'p', text } });
  if ('problems' in loaded) throw new Error(loaded.problems.join('\n'));
  return loaded;
}
const pod = (image: string) => visit({ apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'c', image }] } });
const place = (cluster: string | null) => ({ place: { cluster, namespace: null }, nowMs: 0 });
async function isAllowed(text: string, image: string, cluster: string | null = null): Promise<boolean> {
  return decide((await load(text)).policy, pod(image), place(cluster)).allowed;
}

const dns = '602401143452.dkr.ecr.eu-west-1.amazonaws.com/eks/coredns:v1.11.1-eksbuild.9';
const host = '602401143452.dkr.ecr.eu-west-1.amazonaws.com';

describe('preset data', () => {
  const all = presetNames.flatMap((name) => presets[name]);

  it.each(presetNames)('%s: each registry is a scope, once, with a source, and open to nobody else', (name) => {
    const scopes = presets[name].map(({ scope }) => scope);
    expect(new Set(scopes).size).toBe(scopes.length);
    for (const { scope, source } of presets[name]) {
      expect([scope, scopeText.check?.(scope)]).toEqual([scope, null]);
      expect(isRefusal(parseReference(`${scope}/x:1`))).toBe(false);
      expect(new URL(source).protocol).toBe('https:');
      expect([scope, wideReason(scope)]).toEqual([scope, null]);
      expect(scope).not.toContain('*');
    }
  });

  it('has every partition of AWS', () => {
    const suffixes = presets.eks.map(({ scope }) => scope.replace(/^\d{12}\.dkr\.ecr\.[a-z0-9-]+\./, ''));
    expect([...new Set(suffixes)].sort()).toEqual(['amazonaws.com', 'amazonaws.com.cn', 'amazonaws.eu']);
    expect(all.filter(({ scope }) => scope.startsWith('013241004608.'))).toHaveLength(1);
    expect(presets.eks.every(({ scope, region }) => region !== null && scope.includes(`.${region}.`))).toBe(true);
  });
});

describe('presets of a policy', () => {
  it.each<[string, string, string | null, boolean]>([
    ['version: 1\n', dns, null, false],
    ['version: 1\npresets: [eks]\n', dns, null, true],
    ['version: 1\npresets: [gke, aks]\n', dns, null, false],
    ['version: 1\npresets: [gke]\n', 'europe-west4-artifactregistry.gcr.io/gke-release/gke-release/metrics-server:v0.8.0', null, true],
    ['version: 1\npresets: [gke]\n', 'europe-west4-artifactregistry.gcr.io/somebody/x', null, false],
    ['version: 1\npresets: [gke]\n', 'gcr.io/somebody/x', null, false],
    ['version: 1\npresets: [aks]\n', 'mcr.microsoft.com/oss/kubernetes/coredns:v1.9.4', null, true],
    // Dropped with a deny entry; denied in one place alone; a more specific deny.
    [`version: 1\npresets: [eks]\nimages: [{ deny: ${host} }]\n`, dns, null, false],
    [`version: 1\npresets: [eks]\nimages: [{ deny: ${host}, where: { clusters: [a] } }]\n`, dns, 'a', false],
    [`version: 1\npresets: [eks]\nimages: [{ deny: ${host}, where: { clusters: [a] } }]\n`, dns, 'b', true],
    [`version: 1\npresets: [eks]\nimages: [{ deny: ${host}/eks }]\n`, dns, null, false],
    // An own entry at the same scope goes first, and asks for more.
    [`version: 1\npresets: [eks]\nimages: [{ allow: ${host}, require: { digest: true } }]\n`, dns, null, false],
    // The policy's own requirements hold for every image; the kill switch beats all.
    ['version: 1\npresets: [eks]\nrequire: { digest: true }\n', dns, null, false],
    ['version: 1\npresets: [eks]\ndenyAll: true\n', dns, null, false],
  ])('%j: %s in %s', async (text, image, cluster, expected) => {
    expect(await isAllowed(text, image, cluster)).toBe(expected);
  });

  it('are no second allow of a scope, even beside one of the same', async () => {
    const { document, policy } = await load(`version: 1\npresets: [eks, eks]\nimages: [${host}]\n`);
    expect(document.presets).toEqual(['eks']);
    expect(policy.entries.get(host)?.map(({ preset }) => preset)).toEqual([undefined, 'eks']);
  });

  it('do not take over from an entry with an end and stricter requirements', async () => {
    const text = `version: 1\npresets: [eks]\nimages: [{ allow: ${host}/eks, until: 2027-01-01, require: { digest: true } }]\n`;
    await expect(load(text)).rejects.toThrow(`got ${host}, which would then decide and asks for less`);
  });

  it('are named last in a denial, and by explain', async () => {
    const { policy } = await load('version: 1\npresets: [aks]\nimages: [secureoci.com]\n');
    expect(explain(policy, 'nginx', place(null)).message).toContain('allowed here: secureoci.com, mcr.microsoft.com');
    expect(explain(policy, 'mcr.microsoft.com/a', place(null)).ladder).toEqual([
      { scope: 'mcr.microsoft.com/a:latest', note: 'no entry', decides: false },
      { scope: 'mcr.microsoft.com/a', note: 'no entry', decides: false },
      { scope: 'mcr.microsoft.com', note: 'allow, of the preset aks', decides: true },
      { scope: '*.microsoft.com', note: 'no entry', decides: false },
    ]);
  });

  it('refuses what is no preset', async () => {
    await expect(load('version: 1\npresets: [openshift]\n')).rejects.toThrow(/presets\[0\]: expected .*eks.*gke.*aks/);
  });

  it('lists what they add, and what of it is dropped', async () => {
    const { policy } = await load(
      `version: 1\npresets: [eks]\nimages: [{ deny: ${host} }, 066635153087.dkr.ecr.il-central-1.amazonaws.com]\n`,
    );
    const listed = listPresets(policy, ['eks']);
    const states = Object.groupBy(listed, ({ state }) => state);
    expect(states.dropped?.map(({ scope }) => scope)).toEqual([host]);
    expect(states['own entry']?.map(({ scope }) => scope)).toEqual(['066635153087.dkr.ecr.il-central-1.amazonaws.com']);
    expect(listed[0]).toEqual({
      preset: 'eks',
      scope: '602401143452.dkr.ecr.ap-south-1.amazonaws.com',
      region: 'ap-south-1',
      source: 'https://docs.aws.amazon.com/eks/latest/userguide/add-ons-images.html',
      state: 'allowed',
    });
  });
});
