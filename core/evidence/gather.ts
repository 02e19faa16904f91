/** From ports to facts: what a registry holds, judged by each verifier. */
import type { Artifact } from '../signature/artifact.ts';
import type { Verified } from '../signature/cosign.ts';
import type { Accepted, EvidenceFacts, EvidenceNeeds, EvidencePort, VerifierFacts } from './facts.ts';
import type { ArtifactSource, Collected, KeySource, PinnedImage, RevocationSource, ScanSource, TrustRootSource } from './ports.ts';
import type { VerifierDocument } from './requirement.ts';
import { makeVerifier, type Verifier } from './verifier.ts';

export interface EvidenceSources {
  readonly artifacts: ArtifactSource;
  readonly keys: KeySource;
  readonly scans: readonly ScanSource[];
  /** Absent: nobody can be asked, and no signature of AWS Signer is proved. */
  readonly revocations?: RevocationSource;
  /** Absent: the pinned ones. */
  readonly trustRoots?: TrustRootSource;
}

const nobody: RevocationSource = { revoked: async () => ({ unknown: 'revocations of AWS Signer cannot be asked here' }) };
const pinned: TrustRootSource = { publicGood: async () => null };
const nothing: Collected = { artifacts: [], wrong: [], unknown: [] };

/** Verifiers are made once for each document that is the same object: keep them as long as the policy. */
export type MadeVerifiers = WeakMap<VerifierDocument, ReturnType<typeof makeVerifier>>;

export function evidencePort(
  { artifacts, keys, scans, revocations = nobody, trustRoots = pinned }: EvidenceSources,
  made: MadeVerifiers = new WeakMap(),
): EvidencePort {
  const verifierOf = async (document: VerifierDocument) => {
    const running = made.get(document) ?? makeVerifier(document, { keys, revocations, trustRoots });
    made.set(document, running);
    const verifier = await running;
    // A key that could not be had is asked for again.
    if ('unknown' in verifier) made.delete(document);
    return verifier;
  };
  return {
    async gather(image, needs, nowMs) {
      const [collected, scanned] = await Promise.all([
        needs.verifiers.size === 0 ? nothing : artifacts.collect(image),
        askScanners(image, needs, scans),
      ]);
      const judged = await Promise.all(
        [...needs.verifiers].map(
          async ([name, document]) => [name, await factsOf(await verifierOf(document), collected.artifacts, image.digest, nowMs)] as const,
        ),
      );
      const found = collected.artifacts.map(({ form, where }) => ({ form, where }));
      const { wrong, unknown } = collected;
      return { image, found, verifiers: new Map(judged), collected: { wrong, unknown }, ...scanned };
    },
  };
}

async function factsOf(
  verifier: Awaited<ReturnType<typeof makeVerifier>>,
  artifacts: readonly Artifact[],
  digest: string,
  nowMs: number,
): Promise<VerifierFacts> {
  const none = { signatures: [], attestations: [], refused: [] };
  if ('wrong' in verifier) return { ...none, trouble: { kind: 'wrong', detail: verifier.wrong.detail } };
  if ('unknown' in verifier) return { ...none, trouble: { kind: 'unknown', detail: verifier.unknown } };
  return judgeAll(verifier.ok, artifacts, digest, nowMs);
}

async function judgeAll({ forms, judge }: Verifier, artifacts: readonly Artifact[], digest: string, nowMs: number): Promise<VerifierFacts> {
  const signatures: Accepted[] = [];
  const attestations: VerifierFacts['attestations'][number][] = [];
  const refused: VerifierFacts['refused'][number][] = [];
  let trouble: VerifierFacts['trouble'] = null;
  const mine = artifacts.filter(({ form }) => forms.includes(form));
  // At once: each may have a question to AWS Signer.
  const judged = await Promise.all(mine.map(async (artifact) => ({ ...artifact, checked: await judge(artifact, digest, nowMs) })));
  for (const { form, where, checked } of judged) {
    if ('wrong' in checked) refused.push({ form, where, wrong: checked.wrong });
    else if ('unknown' in checked) trouble = { kind: 'unknown', detail: checked.unknown };
    else if (checked.ok.claim.kind === 'signature') signatures.push({ form, where, signer: checked.ok.signer, ...until(checked.ok) });
    else {
      const { predicateType, predicate } = checked.ok.claim;
      attestations.push({ form, where, signer: checked.ok.signer, predicateType, predicate });
    }
  }
  return { signatures, attestations, refused, trouble };
}

function until({ untilMs }: Verified): { readonly untilMs?: number } {
  return untilMs === undefined ? {} : { untilMs };
}

async function askScanners(
  image: PinnedImage,
  { scans: wanted }: EvidenceNeeds,
  sources: readonly ScanSource[],
): Promise<Pick<EvidenceFacts, 'scans' | 'scansPending' | 'scanTroubles' | 'scanWrongs'>> {
  const answers = wanted ? await Promise.all(sources.map((source) => source.scan(image))) : [];
  return {
    scans: answers.flatMap((answer) => ('ok' in answer && answer.ok !== null ? [answer.ok] : [])),
    scansPending: answers.flatMap((answer) => ('pending' in answer ? [answer.pending] : [])),
    scanTroubles: answers.flatMap((answer) => ('unknown' in answer ? [answer.unknown] : [])),
    scanWrongs: answers.flatMap((answer) => ('wrong' in answer ? [answer.wrong.detail] : [])),
  };
}
