/** `image-warden verify IMAGE`: what proves an image, which verifiers accept it, and why not. */
import { systemClock } from '../adapters/clock.ts';
import { cachedTrustRoots, trustRootFile } from '../adapters/evidence/trust-cache.ts';
import { dockerConfig, dockerConfigFile } from '../adapters/registry/docker-config.ts';
import { type RegistrySession, registries } from '../adapters/registry/registry.ts';
import type { EvidenceFacts } from '../core/evidence/facts.ts';
import { evidencePort } from '../core/evidence/gather.ts';
import type { KeySource, PinnedImage } from '../core/evidence/ports.ts';
import { formatReference, type ImageReference, isRefusal, parseReference } from '../core/image/reference.ts';
import { quote } from '../core/text.ts';
import { type EvidencePolicy, readEvidencePolicy } from './evidence-policy.ts';
import { findPolicyFile } from './policy-option.ts';
import type { Terminal as WholeTerminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import { isAccepted, jsonOf, treeOf } from './verify-report.ts';

type Terminal = Pick<WholeTerminal, 'out' | 'err' | 'paint'>;

export interface VerifyOptions {
  readonly policy?: string;
  readonly format: string;
  /** Seconds. */
  readonly timeout: string;
  readonly quiet?: boolean;
}

const noKeys: KeySource = {
  publicKey: async () => ({ unknown: 'keys of AWS KMS cannot be asked for here: write its public key into the policy' }),
};

/** The exit code: 0 some verifier accepts, 1 none does or it could not be checked. */
export async function verifyCommand(text: string, options: VerifyOptions, terminal: Terminal): Promise<number> {
  const reference = parseReference(text);
  if (isRefusal(reference)) throw new UsageError(`${quote(text)}: ${reference.reason}`);
  const timeoutMs = readTimeout(options.timeout);
  const policy = await readEvidencePolicy(findPolicyFile(options.policy));
  const progress = options.quiet ? () => undefined : terminal.err;
  const credentials = dockerConfig(dockerConfigFile(process.env), process.env);
  const client = registries({ registries: policy.registries, credentials, clock: systemClock, commandLine: true });
  try {
    const session = client.session(timeoutMs);
    const image = await pin(reference, session, progress);
    if ('problem' in image) return fail(reference, image.problem, options, terminal);
    progress(`asking ${image.host} what proves ${image.path}@${image.digest}`);
    const facts = await gather(image, session, policy);
    if (options.format === 'json') terminal.out(JSON.stringify(jsonOf(formatReference(reference), facts, policy.verifiers), null, 2));
    else for (const line of treeOf(formatReference(reference), facts, policy.verifiers, terminal.paint)) terminal.out(line);
    return isAccepted(facts) ? 0 : 1;
  } finally {
    client.close();
  }
}

function readTimeout(text: string): number {
  if (!/^\d{1,3}$/.test(text) || Number(text) < 1) throw new UsageError(`--timeout: expected seconds, 1 to 999, got ${quote(text)}`);
  return Number(text) * 1000;
}

async function pin(
  { host, path, tag, digest }: ImageReference,
  session: RegistrySession,
  progress: (line: string) => void,
): Promise<PinnedImage | { problem: string }> {
  if (digest !== null) return { host, path, digest };
  progress(`asking ${host} which digest ${path}:${tag} has`);
  const found = await session.digestOf({ host, path, tag: tag ?? 'latest' });
  if ('ok' in found) return { host, path, digest: found.ok };
  return { problem: 'wrong' in found ? found.wrong.detail : found.unknown };
}

/** A policy without verifiers fetches nothing elsewhere; here one wants to see what is there. */
async function gather(image: PinnedImage, session: RegistrySession, { verifiers }: EvidencePolicy): Promise<EvidenceFacts> {
  const port = evidencePort({ artifacts: session, keys: noKeys, scans: [], trustRoots: cachedTrustRoots(trustRootFile(process.env)) });
  const facts = await port.gather(image, { verifiers, scans: false }, systemClock.now());
  if (verifiers.size > 0) return facts;
  const { artifacts, wrong, unknown } = await session.collect(image);
  return { ...facts, found: artifacts.map(({ form, where }) => ({ form, where })), collected: { wrong, unknown } };
}

function fail(reference: ImageReference, problem: string, { format }: VerifyOptions, { out, paint }: Terminal): number {
  const canonical = formatReference(reference);
  if (format === 'json') out(JSON.stringify({ image: canonical, digest: null, accepted: false, problem }, null, 2));
  else out(`${canonical}: ${paint('red', problem)}`);
  return 1;
}
