import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { checkFile, emptyChecked } from '../../../core/check/check.ts';
import { loadPolicy } from '../../../core/policy/load.ts';
import { type CatalogEntry, catalog } from '../../../core/rules/catalog.ts';
import { judgeWorkload, type WorkloadSettings } from '../../../core/rules/judge-workload.ts';
import { workloadRules } from '../../../core/rules/workload/index.ts';
import { visit } from '../../../core/workload/visit.ts';
import { parseYaml } from '../../../core/yaml.ts';

const ofImages = catalog.filter(({ level }) => level === 'image');
const ofWorkloads = catalog.filter(({ level }) => level !== 'image');

/** Told apart by what a registry holds, which these examples only describe. */
const byEvidence = ['signature-required', 'attestation-required', 'vulnerabilities', 'unverifiable'];

async function load(text: string) {
  return loadPolicy({ allowlist: null, document: { name: 'policy', text } });
}

async function imageFindings(text: string, policyText: string): Promise<string[]> {
  const loaded = await load(policyText);
  if (!('policy' in loaded)) return loaded.problems.map(String);
  const checked = emptyChecked();
  checkFile(checked, { path: 'example.yaml', text }, loaded.policy, { cluster: null, namespace: null }, 0);
  const found = checked.findings.map(({ rule }) => rule).filter((rule) => ofImages.some(({ id }) => id === rule));
  return [...found, ...checked.problems.map(({ message }) => message)];
}

function workloadFindings(text: string, { id, level }: CatalogEntry): string[] {
  const documents = parseYaml(text, { merge: true });
  if ('message' in documents) return [documents.message];
  const podSecurity = level === 'baseline' || level === 'restricted' ? level : 'off';
  const settings: WorkloadSettings = { podSecurity, podSecurityVersion: 'latest', rules: new Map() };
  const workloads = documents.flatMap(({ value }) => visit(value));
  const problems = workloads.flatMap(({ defects }) => defects.map(({ detail }) => detail));
  const violations = workloads.flatMap((workload) => judgeWorkload(workload, settings));
  return [...problems, ...violations.map(({ rule }) => rule).filter((rule) => rule === id)];
}

describe('the catalog', () => {
  it('has every rule once', () => {
    const files = readdirSync('core/rules/image').map((file) => file.replace('.ts', ''));
    const ids = catalog.map(({ id }) => id);
    expect([...files, ...workloadRules.map(({ id }) => id)].filter((id) => !ids.includes(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(catalog.map((entry) => [entry.id, entry] as const))('%s tells everything in its form', (_, entry) => {
    expect(entry.id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(entry.summary).toMatch(/^[A-Z][ -~]*\.$/);
    expect(entry.fix).toMatch(/^[a-z][ -~]*$/);
    expect(entry.reference).toMatch(/^https:\/\/[ -~]+$/);
    expect(entry.failing).not.toBe(entry.passing);
    for (const text of [entry.failing, entry.passing]) expect(parseYaml(text, { merge: false })).toHaveLength(1);
  });
});

describe('examples of workload rules', () => {
  it.each(ofWorkloads.map((entry) => [entry.id, entry] as const))('%s', (id, entry) => {
    expect(workloadFindings(entry.failing, entry)).toEqual([id]);
    expect(workloadFindings(entry.passing, entry)).toEqual([]);
  });
});

describe('examples of image rules', () => {
  const decided = ofImages.filter(({ id }) => !byEvidence.includes(id) && id !== 'policy-unavailable');
  it.each(decided.map((entry) => [entry.id, entry] as const))('%s', async (id, { failing, passing, policy }) => {
    expect(await imageFindings(failing, policy ?? '')).toEqual([id]);
    expect(await imageFindings(passing, policy ?? '')).toEqual([]);
  });

  it('policy-unavailable', async () => {
    const entry = ofImages.find(({ id }) => id === 'policy-unavailable');
    expect(await load(entry?.failing ?? '')).toMatchObject({ problems: [expect.stringContaining('images[0]')] });
    expect(await load(entry?.passing ?? '')).toHaveProperty('policy');
  });

  it.each(ofImages.filter(({ id }) => byEvidence.includes(id)).map((entry) => [entry.id, entry] as const))('%s', (_, entry) => {
    for (const text of [entry.failing, entry.passing]) {
      const documents = parseYaml(text, { merge: false });
      const [workload] = 'message' in documents ? [] : visit(documents[0]?.value);
      expect(workload).toMatchObject({ defects: [], images: [{ path: 'spec.containers[0].image' }] });
    }
    expect(parseYaml(entry.policy ?? '', { merge: false })).toHaveLength(1);
  });
});
