import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { Kubectl } from '../../adapters/kubectl.ts';
import { type DoctorOptions, doctorCommand } from '../../cli/doctor.ts';
import { type Profile, validatingWebhook } from '../../core/connect/webhook.ts';
import { formatYaml } from '../../core/yaml.ts';
import { captured } from './captured.ts';

const folder = mkdtempSync(join(tmpdir(), 'doctor-'));
afterAll(() => rmSync(folder, { recursive: true }));

const configuration = (profile: Profile): object =>
  validatingWebhook({ target: { url: 'https://a.example/' }, cluster: 'dev', token: 't'.repeat(43), profile, exclude: [], ca: null });
const file = (profile: Profile): string => {
  const path = join(folder, `${profile}.yaml`);
  writeFileSync(path, formatYaml([configuration(profile)]));
  return path;
};

/** A cluster with these configurations, whose version says where it runs. */
const cluster =
  (items: readonly object[], gitVersion: string, create: { code: number; out: string; err: string }): Kubectl =>
  async ([verb]) => {
    if (verb === 'get') return { code: 0, out: JSON.stringify({ apiVersion: 'v1', kind: 'List', items }), err: '' };
    if (verb === 'version') return { code: 0, out: JSON.stringify({ clientVersion: {}, serverVersion: { gitVersion } }), err: '' };
    return create;
  };
const denial = { code: 1, out: '', err: 'admission webhook "x" denied the request: Pod default/x: a is denied by registry-allowlist: no' };
const letIn = { code: 0, out: 'pod/x created (server dry run)', err: '' };
const nobody: Kubectl = async () => ({ code: 1, out: '', err: 'The connection to the server was refused' });

async function doctor(files: readonly string[], options: Partial<DoctorOptions> = {}, kubectl: Kubectl = nobody) {
  const terminal = captured();
  const code = await doctorCommand(files, { namespace: 'default', format: 'text', ...options }, terminal, kubectl);
  return { code, out: terminal.outLines };
}

describe('doctor', () => {
  it('is content with what connect prints', async () => {
    expect(await doctor([file('enforce')])).toEqual({ code: 0, out: ['1 webhook of Image Warden, no blind spot'] });
  });

  it('names a blind spot with its fix', async () => {
    expect(await doctor([file('audit')])).toEqual({
      code: 1,
      out: [
        'deny  not-enforced: admission.image-warden.dev: failurePolicy is Ignore: not enforced, what the service does not answer is let in',
        '      fix: once the log is quiet, apply what `image-warden connect CLUSTER --profile enforce --token-file FILE` prints',
        '1 webhook of Image Warden, 1 blind spot',
      ],
    });
  });

  it('asks the cluster, knows where it runs, and a note alone is no blind spot', async () => {
    const { code, out } = await doctor([], {}, cluster([configuration('enforce')], 'v1.33.1-gke.100', denial));
    expect(code).toBe(0);
    expect(out[0]).toBe('info  gke-egress: admission.image-warden.dev: with control-plane-egress=NONE a GKE control plane reaches no URL');
    expect(out.at(-1)).toBe('1 webhook of Image Warden, no blind spot');
  });

  it.each([
    ['denied', denial, 0, 'ok    canary: a forbidden Pod is denied'],
    [
      'let in',
      letIn,
      1,
      'deny  canary: a Pod with canary.image-warden.invalid/forbidden:latest was let in: pod/x created (server dry run)',
    ],
  ])('canary %s', async (_, answer, expected, line) => {
    const { code, out } = await doctor([], { canary: true }, cluster([configuration('enforce')], 'v1.33.1', answer));
    expect([code, out[0]]).toEqual([expected, line]);
  });

  it('reports as JSON', async () => {
    const { code, out } = await doctor([], { format: 'json' }, cluster([], 'v1.33.1', denial));
    expect(code).toBe(1);
    expect(JSON.parse(out.join('\n'))).toEqual({
      healthy: false,
      webhooks: 0,
      provider: null,
      findings: [
        {
          check: 'missing-webhook',
          severity: 'deny',
          webhook: null,
          detail: 'no ValidatingWebhookConfiguration asks Image Warden',
          fix: 'apply what `image-warden connect CLUSTER --token-file FILE` prints',
        },
      ],
    });
  });

  it('fails as usage when there is nothing to read', async () => {
    await expect(doctor([])).rejects.toThrow('kubectl: The connection to the server was refused');
    await expect(doctor([join(folder, 'none.yaml')])).rejects.toThrow('none.yaml: ');
    writeFileSync(join(folder, 'pod.yaml'), 'kind: Pod\n');
    await expect(doctor([join(folder, 'pod.yaml')])).rejects.toThrow('expected a ValidatingWebhookConfiguration');
    const missing: Kubectl = async () => {
      throw new Error('spawn kubectl ENOENT');
    };
    await expect(doctor([], {}, missing)).rejects.toThrow('kubectl: spawn kubectl ENOENT; or name a file with the configurations');
  });
});
