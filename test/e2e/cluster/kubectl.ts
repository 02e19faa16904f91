/** kubectl against one API server; the environment's KUBECTL names another one than the path's. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KeyPair } from './pki.ts';

/** Runs kubectl; `input` is its standard input. What it prints on both outputs, one after the other, trimmed. */
export type Kubectl = (args: readonly string[], input?: unknown) => string;

export interface KubeConfig {
  readonly server: string;
  readonly ca: string;
  readonly user: KeyPair;
}

/** JSON is YAML, and kubectl and API servers read it as such. */
export function kubeConfig({ server, ca, user }: KubeConfig): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'e2e', cluster: { server, 'certificate-authority': ca } }],
    users: [{ name: 'e2e', user: { 'client-certificate': user.cert, 'client-key': user.key } }],
    contexts: [{ name: 'e2e', context: { cluster: 'e2e', user: 'e2e' } }],
    'current-context': 'e2e',
  });
}

const program = process.env['KUBECTL'] ?? 'kubectl';

export function kubectl(config: KubeConfig, folder: string): Kubectl {
  const file = join(folder, 'kubectl.json');
  writeFileSync(file, kubeConfig(config), { mode: 0o600 });
  const env = { ...process.env, KUBECONFIG: file, HOME: folder, NO_PROXY: '127.0.0.1' };
  return (args, input) => {
    const options = { env, encoding: 'utf8', timeout: 60_000, ...(input === undefined ? {} : { input: JSON.stringify(input) }) } as const;
    const { error, stdout, stderr } = spawnSync(program, args, options);
    if (error !== undefined) throw new Error(`kubectl ${args.join(' ')}: ${error.message}`);
    return `${stdout}${stderr}`.trim();
  };
}
