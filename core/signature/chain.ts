/** Certificate chains as an envelope carries them: leaf first, each issued by the next, every one valid at a given time. */
import { X509Certificate } from 'node:crypto';
import { extensionsOf, parseDer } from './der.ts';
import { type Checked, ok, wrong } from './outcome.ts';

/** What the leaf is for: its extended key usage. */
export const codeSigning = '1.3.6.1.5.5.7.3.3';
export const timeStamping = '1.3.6.1.5.5.7.3.8';

const keyUsage = '2.5.29.15';
const basicConstraints = '2.5.29.19';
/** Extensions that are looked at here, or say nothing about validity: subject's other names, policies. */
const understood: readonly string[] = [keyUsage, basicConstraints, '2.5.29.37', '2.5.29.17', '2.5.29.32', '2.5.29.14', '2.5.29.35'];
/** Bits of the key usage's first byte. */
const usageBits = { digitalSignature: 0x80, certificateSign: 0x04 } as const;

/** Null when one of them is no certificate, or its key cannot be read: node finds that out, and throws, only when it is asked for. */
export function parseChain(ders: readonly Uint8Array[]): readonly X509Certificate[] | null {
  try {
    const chain = ders.map((der) => new X509Certificate(der));
    return chain.every(({ publicKey }) => publicKey.type === 'public') ? chain : null;
  } catch {
    return null;
  }
}

/**
 * The certificates from the leaf to the first of `anchors` in the chain, when they hold and the leaf is for `purpose`; what comes
 * after is nobody's word. An absent extended key usage is accepted for code signing (notation's profile), never for time stamping.
 */
export function verifyChain(
  chain: readonly X509Certificate[],
  anchors: readonly X509Certificate[],
  purpose: string,
  timeMs: number,
): Checked<readonly X509Certificate[]> {
  const [leaf] = chain;
  const trusted = chain.findIndex((one) => anchors.some((anchor) => anchor.raw.equals(one.raw)));
  if (leaf === undefined || trusted < 0) return wrong('untrusted', 'its certificate chain leads to no trusted certificate');
  const path = chain.slice(0, trusted + 1);
  for (const [index, certificate] of path.entries()) {
    const issuer = path[index + 1];
    if (issuer !== undefined && !(issuer.ca && issues(issuer, certificate, index)))
      return wrong('untrusted', 'its certificate chain is broken');
    if (!isUnderstood(certificate)) return wrong('unsupported', 'a certificate has a critical extension that is not known');
    // What is no date is no validity: NaN compares false.
    if (!(timeMs >= Date.parse(certificate.validFrom) && timeMs <= Date.parse(certificate.validTo)))
      return wrong('expired', `a certificate was not valid at ${new Date(timeMs).toISOString()}`);
  }
  return isFor(leaf, purpose) ? ok(path) : wrong('untrusted', 'its certificate is for something else');
}

/** RFC 5280, section 4.2: a certificate with an unknown critical extension, such as name constraints, must be refused. */
function isUnderstood(certificate: X509Certificate): boolean {
  try {
    return [...extensionsOf(parseDer(certificate.raw))].every(([oid, { critical }]) => !critical || understood.includes(oid));
  } catch {
    return false;
  }
}

/** `below`: certificate authorities between the issuer and the leaf. */
function issues(issuer: X509Certificate, certificate: X509Certificate, below: number): boolean {
  try {
    const extensions = extensionsOf(parseDer(issuer.raw));
    const usage = usageOf(extensions.get(keyUsage)?.value);
    const constraint = parseDer(extensions.get(basicConstraints)?.value ?? Buffer.alloc(0)).subs[1];
    if (usage !== null && (usage & usageBits.certificateSign) === 0) return false;
    if (constraint !== undefined && constraint.toInteger() < BigInt(below)) return false;
    return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  } catch {
    return false;
  }
}

function isFor(leaf: X509Certificate, purpose: string): boolean {
  try {
    const usage = usageOf(extensionsOf(parseDer(leaf.raw)).get(keyUsage)?.value);
    const extended = leaf.keyUsage ?? null;
    const named =
      extended === null ? purpose === codeSigning : extended.includes(purpose) && (purpose === codeSigning || extended.length === 1);
    return !leaf.ca && usage !== null && (usage & usageBits.digitalSignature) !== 0 && named;
  } catch {
    return false;
  }
}

function usageOf(value: Uint8Array | undefined): number | null {
  return value === undefined ? null : (parseDer(value).value[1] ?? 0);
}
