/** Evidence for reviews: registries, keys and scanners behind one deadline, and what was judged before kept. One for a process. */
import { evidencePort, type MadeVerifiers } from '../../core/evidence/gather.ts';
import type { KeySource, RevocationSource, ScanSource, TrustRootSource } from '../../core/evidence/ports.ts';
import { prove, type VerdictStore } from '../../core/evidence/prove.ts';
import { type EvidenceViolation, unverifiable } from '../../core/evidence/violation.ts';
import { imageText } from '../../core/evidence/words.ts';
import type { Policy } from '../../core/policy/policy.ts';
import type { Clock, EvidenceSource } from '../../core/ports.ts';
import type { CredentialSource } from '../registry/credentials.ts';
import type { Network } from '../registry/network.ts';
import { type Registries, registries } from '../registry/registry.ts';

export interface EvidenceWorld {
  readonly clock: Clock;
  readonly store: VerdictStore;
  readonly keys: KeySource;
  readonly scans: readonly ScanSource[];
  /** Absent: no signature of AWS Signer is proved. */
  readonly revocations?: RevocationSource;
  /** Absent: the pinned ones. */
  readonly trustRoots?: TrustRootSource;
  /** `names`: host -> parameter, of the policy's `registries`. */
  readonly credentials: (names: ReadonlyMap<string, string>) => CredentialSource;
  /** Loopback and plain HTTP, where the policy names them: never in the function. */
  readonly commandLine: boolean;
  readonly network?: Network;
}

export interface RunningEvidence extends EvidenceSource {
  /** Of the newest policy's connections. */
  close(): void;
}

const lateText = 'the time for evidence is used up';

/** Milliseconds that verifiers are kept: their keys and trust roots may be newer then. */
const keepVerifiersMs = 3_600_000;

/** Connections are kept as long as the policy is the same object. */
export function evidenceSource(world: EvidenceWorld): RunningEvidence {
  const { clock, store } = world;
  const madeVerifiers = renewed(clock, (): MadeVerifiers => new WeakMap());
  let known: { readonly policy: Policy; readonly client: Registries } | null = null;
  // Reviews under the policy before may still be waiting: their connections end by themselves.
  const clientOf = (policy: Policy): Registries => {
    if (known?.policy !== policy) known = { policy, client: clientFor(policy, world) };
    return known.client;
  };
  return {
    async session(policy, budgetMs) {
      const endMs = clock.monotonic() + budgetMs;
      const artifacts = clientOf(policy).session(budgetMs);
      const port = evidencePort({ ...world, artifacts }, madeVerifiers());
      const options = { port, store, verifiers: policy.verifiers, policyHash: policy.hash };
      const left = (): number => Math.max(0, endMs - clock.monotonic());
      return {
        // Nothing is begun that nobody waits for.
        prove: async (image, requirements) =>
          left() === 0
            ? late(imageText(image))
            : within(prove(options, image, requirements, clock.now()), left(), () => late(imageText(image))),
        resolve: async ({ host, path, tag }) => {
          if (left() === 0) return { problem: lateText };
          const asked = artifacts.digestOf({ host, path, tag: tag ?? 'latest' });
          const found = asked.then((one) =>
            'ok' in one ? { digest: one.ok } : { problem: 'wrong' in one ? one.wrong.detail : one.unknown },
          );
          return within(found, left(), () => ({ problem: lateText }));
        },
      };
    },
    close: () => known?.client.close(),
  };
}

function renewed<T>(clock: Pick<Clock, 'monotonic'>, make: () => T): () => T {
  let [value, untilMs] = [make(), Number.NEGATIVE_INFINITY];
  return () => {
    const nowMs = clock.monotonic();
    if (nowMs >= untilMs) [value, untilMs] = [make(), nowMs + keepVerifiersMs];
    return value;
  };
}

function clientFor(policy: Policy, { credentials, clock, commandLine, network }: EvidenceWorld): Registries {
  const names = new Map([...policy.registries].flatMap(([host, { credentials: name }]) => (name === undefined ? [] : [[host, name]])));
  const options = { registries: policy.registries, credentials: credentials(names), clock, commandLine };
  return registries(network === undefined ? options : { ...options, network });
}

function late(image: string): readonly EvidenceViolation[] {
  return [unverifiable(`the evidence of ${image}`, [lateText])];
}

/** What a slow scanner or key service would hold up is "could not check" in time. */
async function within<T>(answer: Promise<T>, ms: number, otherwise: () => T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const end = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(otherwise()), ms);
  });
  try {
    return await Promise.race([answer, end]);
  } finally {
    clearTimeout(timer);
  }
}
