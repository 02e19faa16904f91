/** `image-warden doctor`: what the live webhook configurations do not see, and how to mend it. */
import { type Kubectl, kubectlOf } from '../adapters/kubectl.ts';
import { canaryPod, judgeCanary } from '../core/doctor/canary.ts';
import type { Provider } from '../core/doctor/check.ts';
import { type Diagnosis, diagnose, ourWebhooks } from '../core/doctor/diagnose.ts';
import { readWebhooks, type Webhook } from '../core/doctor/webhook.ts';
import { escapeJson, escapeText, quote } from '../core/text.ts';
import { parseYaml } from '../core/yaml.ts';
import { readFileText } from './policy-option.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

export interface DoctorOptions {
  readonly context?: string;
  readonly provider?: Provider;
  readonly configuration?: string;
  readonly canary?: boolean;
  readonly namespace: string;
  readonly format: 'text' | 'json';
}

/** The exit code: 0 nothing but notes, 1 blind spots. A `UsageError` when the cluster or a file cannot be read. */
export async function doctorCommand(
  files: readonly string[],
  options: DoctorOptions,
  { out, paint }: Terminal,
  kubectl: Kubectl = kubectlOf(options.context ?? null),
): Promise<number> {
  const all = files.length === 0 ? await readLive(kubectl) : (await Promise.all(files.map(readFileWebhooks))).flat();
  const webhooks = ourWebhooks(all, options.configuration ?? null);
  const provider = options.provider ?? (files.length === 0 ? await providerOf(kubectl) : null);
  const found: Diagnosis[] = diagnose({ webhooks, provider });
  if (options.canary === true) found.push(...(await sendCanary(kubectl, options.namespace)));
  const bad = found.some(({ severity }) => severity !== 'info');
  if (options.format === 'json')
    out(escapeJson(JSON.stringify({ healthy: !bad, webhooks: webhooks.length, provider, findings: found }, null, 2)));
  else for (const line of linesOf(found, webhooks, options.canary === true, paint)) out(line);
  return bad ? 1 : 0;
}

async function readLive(kubectl: Kubectl): Promise<Webhook[]> {
  const args = ['get', 'validatingwebhookconfigurations,mutatingwebhookconfigurations', '-o', 'json'];
  const { code, out, err } = await kubectl(args).catch((error: unknown) => {
    throw new UsageError(`kubectl: ${error instanceof Error ? error.message : String(error)}; or name a file with the configurations`);
  });
  if (code !== 0) throw new UsageError(`kubectl: ${escapeText(err.trim())}`);
  return readText('kubectl', out);
}

async function readFileWebhooks(file: string): Promise<Webhook[]> {
  const webhooks = readText(file, await readFileText(file));
  if (webhooks.length === 0)
    throw new UsageError(`${escapeText(file)}: expected a ValidatingWebhookConfiguration or a MutatingWebhookConfiguration`);
  return webhooks;
}

function readText(name: string, text: string): Webhook[] {
  const documents = parseYaml(text, { merge: true });
  if ('message' in documents) throw new UsageError(`${escapeText(name)}:${documents.line}:${documents.column}: ${documents.message}`);
  return documents.flatMap(({ value }) => readWebhooks(value));
}

/** EKS and GKE say so in their version; of AKS only its edits tell (checks/aks-enforcer.ts). */
async function providerOf(kubectl: Kubectl): Promise<Provider | null> {
  const { out } = await kubectl(['version', '-o', 'json']);
  const [, server = ''] = out.split('"serverVersion"');
  return server.includes('-eks-') ? 'eks' : server.includes('-gke.') ? 'gke' : null;
}

async function sendCanary(kubectl: Kubectl, namespace: string): Promise<Diagnosis[]> {
  const args = ['create', '--dry-run=server', '--validate=false', '--namespace', namespace, '-f', '-'];
  const { code, out, err } = await kubectl(args, JSON.stringify(canaryPod)).catch((error: unknown) => {
    throw new UsageError(`kubectl: ${error instanceof Error ? error.message : quote(String(error))}`);
  });
  const spot = judgeCanary(code ?? 1, out, err);
  return spot === null ? [] : [{ check: 'canary', ...spot }];
}

const styles: Readonly<Record<Diagnosis['severity'], Parameters<Terminal['paint']>[0]>> = { deny: 'red', warn: 'yellow', info: 'dim' };

function linesOf(found: readonly Diagnosis[], webhooks: readonly Webhook[], canary: boolean, paint: Terminal['paint']): string[] {
  const spots = found.flatMap(({ check, severity, webhook, detail, fix }) => [
    `${paint(styles[severity], severity.padEnd(4))}  ${check}: ${webhook === null ? '' : `${webhook}: `}${detail}`,
    `      fix: ${fix}`,
  ]);
  const denied = canary && !found.some(({ check }) => check === 'canary') ? ['ok    canary: a forbidden Pod is denied'] : [];
  const count = found.filter(({ severity }) => severity !== 'info').length;
  const asked = `${webhooks.length} ${webhooks.length === 1 ? 'webhook' : 'webhooks'} of Image Warden`;
  return [...spots, ...denied, `${asked}, ${count === 0 ? 'no blind spot' : `${count} blind ${count === 1 ? 'spot' : 'spots'}`}`];
}
