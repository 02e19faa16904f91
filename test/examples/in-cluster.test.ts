import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { loadPolicy } from '../../core/policy/load.ts';
import { judgeDockerfile } from '../../core/rules/judge-dockerfile.ts';
import { defaultWorkloadSettings, judgeWorkload } from '../../core/rules/judge-workload.ts';
import { own } from '../../core/workload/json.ts';
import { visit } from '../../core/workload/visit.ts';
import { parseYaml } from '../../core/yaml.ts';

const folder = new URL('../../examples/in-cluster/', import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, folder), 'utf8');

function objectsOf(file: string): readonly unknown[] {
  const documents = parseYaml(read(file), { merge: true });
  if ('message' in documents) throw new Error(`${file}: ${documents.message}`);
  return documents.map(({ value }) => value);
}
const objects = readdirSync(folder).flatMap(objectsOf);
const [deployment] = objects.filter((object) => own(object, 'kind') === 'Deployment');
const at = (value: unknown, ...keys: readonly (string | number)[]): unknown =>
  keys.reduce((found, key) => (Array.isArray(found) ? found[Number(key)] : own(found, String(key))), value);
const pod = at(deployment, 'spec', 'template', 'spec');

describe('examples/in-cluster', () => {
  it('passes our own rules, `restricted` and those of the supply chain', () => {
    const settings = { ...defaultWorkloadSettings, podSecurity: 'restricted' } as const;
    const workloads = objects.flatMap((object) => visit(object));
    expect(workloads.flatMap(({ images }) => images)).toHaveLength(1);
    expect(workloads.flatMap((workload) => judgeWorkload(workload, settings))).toEqual([]);
  });

  it('has a policy that loads, and that admits the image it runs', async () => {
    const [map] = objects.filter((object) => own(object, 'kind') === 'ConfigMap');
    const loaded = await loadPolicy({ allowlist: null, document: { name: 'policy.yaml', text: String(at(map, 'data', 'policy.yaml')) } });
    expect('problems' in loaded ? loaded.problems : []).toEqual([]);
    expect('policy' in loaded && loaded.policy.entries.has('ghcr.io/acme')).toBe(true);
  });

  it('keeps its file system read-only, and mounts what the image asks for', () => {
    const [container] = at(pod, 'containers') as readonly unknown[];
    expect(at(container, 'securityContext', 'readOnlyRootFilesystem')).toBe(true);
    const mounts = (at(container, 'volumeMounts') as readonly unknown[]).map((mount) => String(at(mount, 'mountPath')));
    const dockerfile = readFileSync(new URL('../../Dockerfile', import.meta.url), 'utf8');
    const asked = [...dockerfile.matchAll(/"(\/etc\/image-warden\/[a-z]+)\//g)].map(([, path]) => path);
    expect([...new Set(asked)].sort()).toEqual([...mounts].sort());
    expect(dockerfile).toContain(`EXPOSE ${at(container, 'ports', 0, 'containerPort')}`);
    expect(dockerfile).toMatch(/^USER 65532:65532$/m);
    expect(at(pod, 'securityContext', 'runAsUser')).toBe(65532);
  });

  it('is built by a Dockerfile that our own rules have nothing to say about but its bases, which each builder pins', () => {
    const text = readFileSync(new URL('../../Dockerfile', import.meta.url), 'utf8');
    const { violations } = judgeDockerfile(text, { buildArgs: new Map(), target: null, rules: new Map() });
    expect(violations.map(({ rule, severity }) => `${severity} ${rule}`)).toEqual(['warn unpinned-base', 'warn unpinned-base']);
  });

  it('selects its own Pods', () => {
    const labels = at(deployment, 'spec', 'template', 'metadata', 'labels');
    const selectors = objects.flatMap((object) => {
      const selector = at(object, 'spec', 'selector');
      return selector === undefined ? [] : [own(selector, 'matchLabels') ?? selector];
    });
    expect(selectors).toHaveLength(3);
    for (const selector of selectors) expect(selector).toEqual(labels);
  });
});
