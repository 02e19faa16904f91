/** `image-warden verify IMAGE`: what proves an image, which verifiers accept it, why not, and what the policy makes of it. */
import { systemClock } from '../adapters/clock.ts';
import type { EvidenceWorld } from '../adapters/evidence/evidence-source.ts';
import { type RegistrySession, registries } from '../adapters/registry/registry.ts';
import { evaluateEvidence } from '../core/evidence/evaluate.ts';
import type { EvidenceFacts } from '../core/evidence/facts.ts';
import { evidencePort } from '../core/evidence/gather.ts';
import type { PinnedImage } from '../core/evidence/ports.ts';
import type { Proofs } from '../core/evidence/proofs.ts';
import { formatReference, type ImageReference, isRefusal, parseReference } from '../core/image/reference.ts';
import { type Explanation, explain } from '../core/policy/explain.ts';
import type { Policy } from '../core/policy/policy.ts';
import { quote } from '../core/text.ts';
import { localWorld } from './evidence.ts';
import { type PolicyOptions, readPolicy } from './policy-option.ts';
import type { Terminal as WholeTerminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import { isAccepted, jsonOf, treeOf } from './verify-report.ts';

type Terminal = Pick<WholeTerminal, 'out' | 'err' | 'paint'>;

export interface VerifyOptions extends PolicyOptions {
  readonly cluster?: string;
  readonly namespace?: string;
  readonly format: string;
  /** Seconds. */
  readonly timeout: string;
  readonly quiet?: boolean;
}

/** The exit code: 0 some verifier accepts, and no entry of the policy denies; 1 else, or it could not be checked. */
export async function verifyCommand(text: string, options: VerifyOptions, terminal: Terminal): Promise<number> {
  const reference = parseReference(text);
  if (isRefusal(reference)) throw new UsageError(`${quote(text)}: ${reference.reason}`);
  const timeoutMs = readTimeout(options.timeout);
  const policy = await readPolicy(options);
  const progress = options.quiet ? () => undefined : terminal.err;
  const world = localWorld(process.env);
  const credentials = world.credentials(new Map());
  const client = registries({ registries: policy.registries, credentials, clock: systemClock, commandLine: true });
  try {
    const session = client.session(timeoutMs);
    const image = await pin(reference, session, progress);
    if ('problem' in image) return fail(reference, image.problem, options, terminal);
    progress(`asking ${image.host} what proves ${image.path}@${image.digest}`);
    const facts = await gather(image, session, policy, world);
    const judgement = judge(policy, { ...reference, digest: image.digest }, facts, options);
    const canonical = formatReference(reference);
    if (options.format === 'json') terminal.out(JSON.stringify(jsonOf(canonical, facts, policy.verifiers, judgement), null, 2));
    else for (const line of treeOf(canonical, facts, policy.verifiers, judgement, terminal.paint)) terminal.out(line);
    return isAccepted(facts) && judgement?.allowed !== false ? 0 : 1;
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
async function gather(image: PinnedImage, session: RegistrySession, { verifiers }: Policy, world: EvidenceWorld): Promise<EvidenceFacts> {
  const port = evidencePort({ ...world, artifacts: session });
  const facts = await port.gather(image, { verifiers, scans: true }, systemClock.now());
  if (verifiers.size > 0) return facts;
  const { artifacts, wrong, unknown } = await session.collect(image);
  return { ...facts, found: artifacts.map(({ form, where }) => ({ form, where })), collected: { wrong, unknown } };
}

/** As admission would, of the digest; null when the policy has no entries, and only says who may vouch. */
function judge(policy: Policy, image: ImageReference, facts: EvidenceFacts, { cluster, namespace }: VerifyOptions): Explanation | null {
  if (policy.entries.size === 0 && !policy.denyAll) return null;
  const nowMs = systemClock.now();
  const proofs: Proofs = { of: (_, requirements) => evaluateEvidence(requirements, facts, { verifiers: policy.verifiers, nowMs }) };
  return explain(policy, formatReference(image), {
    place: { cluster: cluster ?? null, namespace: namespace ?? null },
    nowMs,
    proofs,
  });
}

function fail(reference: ImageReference, problem: string, { format }: VerifyOptions, { out, paint }: Terminal): number {
  const canonical = formatReference(reference);
  if (format === 'json') out(JSON.stringify({ image: canonical, digest: null, accepted: false, problem }, null, 2));
  else out(`${canonical}: ${paint('red', problem)}`);
  return 1;
}
