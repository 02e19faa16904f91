/** The words of a denial about evidence: which verifier, what was found and where, what was expected, and the command that would do it. */
import { escapeText } from '../text.ts';
import type { EvidenceFacts, Found, VerifierFacts } from './facts.ts';
import type { PinnedImage } from './ports.ts';
import type { EvidenceRequirements, VerifierDocument } from './requirement.ts';

/** Artifacts, and verifiers, that one clause names. */
const maxNamed = 3;
/** Characters of what is wrong with one of them: a pusher's long name must not push the command out of the message. */
const maxDetailLength = 300;

const forms: Readonly<Record<Found['form'], string>> = {
  'simple-signing': 'cosign signature',
  dsse: 'DSSE envelope',
  'sigstore-bundle': 'sigstore bundle',
  'notation-jws': 'notation signature (JWS)',
  'notation-cose': 'notation signature (COSE)',
};

/** `cosign signature at tag sha256-...sig` */
export function describeFound({ form, where }: Found): string {
  const [, kind = '', rest = ''] = /^(tag|referrer) (.*)$/.exec(where) ?? [];
  return `${forms[form]} at ${kind} ${escapeText(rest.replace(/([0-9a-f]{12})[0-9a-f]{52}/, '$1'), 80)}`;
}

/** Whose word it is, without keys and ARNs. */
export function describeVerifier(name: string, document: VerifierDocument | undefined): string {
  return `${escapeText(name, 64)} (${document === undefined ? 'not in the policy' : kindOf(document)})`;
}

/** Several of them, by name. */
export function describeVerifiers(names: readonly string[], documents: ReadonlyMap<string, VerifierDocument>, by = ', '): string {
  const named = names.slice(0, maxNamed).map((name) => describeVerifier(name, documents.get(name)));
  return [...named, ...(names.length > maxNamed ? [`${names.length - maxNamed} more`] : [])].join(by);
}

function kindOf(document: VerifierDocument): string {
  if ('awsSigner' in document) return 'AWS Signer';
  if ('notation' in document) return `notation, ${document.notation.identities.map((one) => escapeText(one, 100)).join(' or ')}`;
  if ('keyless' in document.cosign) return `cosign, ${escapeText(document.cosign.keyless.subject, 200)}`;
  const { length } = document.cosign.keys;
  return `cosign, ${length === 1 ? 'its key' : `${length} keys`}`;
}

/** What a verifier found, and why it does not hold. */
export function describeRefused(
  facts: VerifierFacts | undefined,
  { found, collected }: Pick<EvidenceFacts, 'found' | 'collected'>,
): string {
  const attested = facts?.attestations.map((one) => `${describeFound(one)}: an attestation, not a signature`) ?? [];
  const refused = [
    ...(facts?.refused.map((one) => `${describeFound(one)}: ${escapeText(one.wrong.detail, maxDetailLength)}`) ?? []),
    ...attested,
  ];
  const more = refused.length > maxNamed ? [`and ${refused.length - maxNamed} more`] : [];
  const trouble = facts?.trouble == null ? [] : [facts.trouble.detail];
  const seen = [...trouble, ...refused.slice(0, maxNamed), ...more];
  const others = found.length === 0 ? 'nothing was found' : `found ${found.length} of another kind`;
  return [...(seen.length > 0 ? seen : [others]), ...collected.wrong.slice(0, maxNamed)].join('; ');
}

export function imageText({ host, path, digest }: PinnedImage): string {
  return `${host}/${path}@${digest}`;
}

/** What requirements ask, one clause each. */
export function describeRequirements({ signedBy, attestations, vulnerabilities }: EvidenceRequirements): string[] {
  return [
    ...signedBy.map(({ anyOf, count }) =>
      anyOf.length === 1
        ? `a signature by ${escapeText(anyOf[0] ?? '', 64)}`
        : `signatures by ${count} of ${escapeText(anyOf.join(', '), 300)}`,
    ),
    ...attestations.map(({ type, from }) => `the attestation ${escapeText(type, 200)} from ${escapeText(from.join(' or '), 300)}`),
    ...(vulnerabilities === null ? [] : [`no vulnerability worse than ${vulnerabilities.max}`]),
  ];
}

/** The command that would make a verifier content; null when the policy does not say who it is. */
export function signCommand(document: VerifierDocument | undefined, image: PinnedImage): string {
  const name = imageText(image);
  if (document === undefined) return `name the verifier in the policy's verifiers`;
  if ('awsSigner' in document) return `notation sign --plugin com.amazonaws.signer.notation.plugin --id PROFILE_ARN ${name}`;
  if ('notation' in document) return `notation sign --key KEY ${name}`;
  return `cosign sign${keyOption(document.cosign)} ${name}`;
}

/** `type` as cosign names it, or a predicate type's URI. */
export function attestCommand(document: VerifierDocument | undefined, type: string, image: PinnedImage): string {
  const option = document !== undefined && 'cosign' in document ? keyOption(document.cosign) : '';
  return `cosign attest --type ${escapeText(type, 200)} --predicate FILE${option} ${imageText(image)}`;
}

function keyOption(cosign: Extract<VerifierDocument, { cosign: unknown }>['cosign']): string {
  if (!('keys' in cosign)) return '';
  return cosign.keys.some((key) => key.startsWith('awskms:')) ? ' --key awskms:///KEY' : ' --key KEY';
}
