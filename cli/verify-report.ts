/** What `verify` says: a tree for people, JSON for scripts. Hostile texts are escaped in both. */
import type { EvidenceFacts, VerifierFacts } from '../core/evidence/facts.ts';
import { isOfType } from '../core/evidence/predicate.ts';
import { readVulnerabilityPredicate } from '../core/evidence/report.ts';
import type { VerifierDocument } from '../core/evidence/requirement.ts';
import { type Scan, severities } from '../core/evidence/scan.ts';
import { describeFound, describeVerifier, signCommand } from '../core/evidence/words.ts';
import type { Explanation } from '../core/policy/explain.ts';
import { escapeText } from '../core/text.ts';
import type { Terminal } from './terminal.ts';

type Documents = ReadonlyMap<string, VerifierDocument>;
type Paint = Terminal['paint'];

interface Node {
  readonly text: string;
  readonly children?: readonly Node[];
}

/** Some verifier accepts something. */
export function isAccepted({ verifiers }: EvidenceFacts): boolean {
  return [...verifiers.values()].some(({ signatures, attestations }) => signatures.length + attestations.length > 0);
}

/** Lines without line ends. */
export function treeOf(
  canonical: string,
  facts: EvidenceFacts,
  documents: Documents,
  judgement: Explanation | null,
  paint: Paint,
): string[] {
  const found: Node = {
    text: facts.found.length === 0 ? paint('yellow', 'nothing found') : `${facts.found.length} found`,
    children: facts.found.map((one) => ({ text: describeFound(one) })),
  };
  const verifiers = [...facts.verifiers].map(([name, one]) => verifierNode(name, one, facts, documents, paint));
  const none: readonly Node[] = facts.verifiers.size === 0 ? [{ text: paint('yellow', 'the policy has no verifiers') }] : [];
  const scans = scansOf(facts).map((scan): Node => ({ text: `scan: ${describeScan(scan)}` }));
  const troubles = [
    ...facts.scansPending.map((text): Node => ({ text: `scan: ${text}` })),
    ...[...facts.collected.wrong, ...facts.scanWrongs].map((text): Node => ({ text: paint('red', `wrong: ${text}`) })),
    ...[...facts.collected.unknown, ...facts.scanTroubles].map((text): Node => ({ text: paint('yellow', `could not check: ${text}`) })),
  ];
  const policy = judgement === null ? [] : [policyNode(judgement, paint)];
  return [canonical, ...draw([{ text: `digest ${facts.image.digest}` }, found, ...verifiers, ...none, ...scans, ...troubles, ...policy])];
}

function verifierNode(name: string, facts: VerifierFacts, { image }: EvidenceFacts, documents: Documents, paint: Paint): Node {
  const document = documents.get(name);
  const accepted = facts.signatures.length + facts.attestations.length > 0;
  const verdict =
    facts.signatures.length > 0
      ? paint('green', 'signed')
      : accepted
        ? paint('green', 'attested, not signed')
        : paint('red', 'not accepted');
  const children = [
    ...(facts.trouble === null ? [] : [paint(facts.trouble.kind === 'unknown' ? 'yellow' : 'red', facts.trouble.detail)]),
    ...facts.signatures.map((one) => `${paint('green', 'signature')} by ${one.signer}, ${describeFound(one)}`),
    ...facts.attestations.map(
      (one) => `${paint('green', 'attestation')} ${escapeText(one.predicateType, 200)} by ${one.signer}, ${describeFound(one)}`,
    ),
    ...facts.refused.map((one) => `${paint('dim', describeFound(one))}: ${one.wrong.detail}`),
    ...(facts.signatures.length > 0 ? [] : [`to sign it: ${paint('cyan', signCommand(document, image))}`]),
  ];
  return { text: `${describeVerifier(name, document)}: ${verdict}`, children: children.map((text) => ({ text })) };
}

function policyNode({ allowed, entry, message }: Explanation, paint: Paint): Node {
  const by = entry === null ? '' : ` by ${entry}`;
  const verdict = allowed ? paint('green', `allowed${by}`) : paint('red', 'denied');
  return { text: `policy: ${verdict}`, children: message === null ? [] : [{ text: message }] };
}

function draw(nodes: readonly Node[], indent = ''): string[] {
  return nodes.flatMap(({ text, children = [] }, index) => {
    const last = index === nodes.length - 1;
    return [`${indent}${last ? '└── ' : '├── '}${text}`, ...draw(children, `${indent}${last ? '    ' : '│   '}`)];
  });
}

/** The same as data. */
export function jsonOf(canonical: string, facts: EvidenceFacts, documents: Documents, judgement: Explanation | null) {
  return {
    image: canonical,
    digest: facts.image.digest,
    accepted: isAccepted(facts),
    found: facts.found,
    verifiers: [...facts.verifiers].map(([name, one]) => ({
      name,
      accepted: one.signatures.length + one.attestations.length > 0,
      signatures: one.signatures,
      attestations: one.attestations.map(({ predicateType, form, where, signer }) => ({
        predicateType: escapeText(predicateType),
        form,
        where,
        signer,
      })),
      refused: one.refused.map(({ form, where, wrong }) => ({ form, where, ...wrong })),
      problem: one.trouble?.detail ?? null,
      command: one.signatures.length > 0 ? null : signCommand(documents.get(name), facts.image),
    })),
    scans: scansOf(facts).map(({ source, finishedMs, findings }) => ({ source, finished: timeText(finishedMs), ...countsOf(findings) })),
    pending: facts.scansPending,
    wrong: [...facts.collected.wrong, ...facts.scanWrongs],
    unknown: [...facts.collected.unknown, ...facts.scanTroubles],
    policy: judgement === null ? null : { allowed: judgement.allowed, entry: judgement.entry, message: judgement.message },
  };
}

function scansOf({ scans, verifiers }: EvidenceFacts): readonly Scan[] {
  const attested = [...verifiers].flatMap(([name, { attestations }]) =>
    attestations
      .filter(({ predicateType }) => isOfType(predicateType, 'vuln'))
      .map((one) => readVulnerabilityPredicate(one.predicate, `signed by ${escapeText(name, 64)}, ${describeFound(one)}`)),
  );
  return [...scans, ...attested.filter((scan) => scan !== null)];
}

function describeScan({ source, finishedMs, findings }: Scan): string {
  const counts = Object.entries(countsOf(findings)).filter(([, count]) => count > 0);
  return `${counts.length === 0 ? 'no findings' : counts.map(([severity, count]) => `${count} ${severity}`).join(', ')}, ${timeText(finishedMs) ?? 'of an unknown time'}, ${source}`;
}

function countsOf(findings: Scan['findings']): Record<string, number> {
  return Object.fromEntries(
    [...severities].reverse().map((severity) => [severity, findings.filter((one) => one.severity === severity).length]),
  );
}

function timeText(timeMs: number | null): string | null {
  return timeMs === null ? null : new Date(timeMs).toISOString();
}
