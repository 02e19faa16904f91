/**
 * RFC 3161 timestamps as notation carries them: a CMS signed data token with its own certificates, over the hash of a signature.
 * The time counts only when the authority's chain leads to a trusted certificate and its key is for time stamping alone.
 */
import { createHash, verify, type X509Certificate } from 'node:crypto';
import { maxInEnvelope } from '../evidence/limits.ts';
import { parseChain, timeStamping, verifyChain } from './chain.ts';
import { type Der, member, parseDer } from './der.ts';
import { type Checked, ok, wrong } from './outcome.ts';

const oids = {
  signedData: '1.2.840.113549.1.7.2',
  timestampInfo: '1.2.840.113549.1.9.16.1.4',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
} as const;

const hashes: ReadonlyMap<string, string> = new Map([
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
]);

/** Milliseconds since the epoch at which `data` existed. Never throws. */
export function verifyTimestamp(token: Uint8Array, data: Uint8Array, anchors: readonly X509Certificate[]): Checked<number> {
  try {
    return checkToken(parseDer(token), data, anchors);
  } catch {
    return wrong('malformed', 'its timestamp is malformed');
  }
}

function checkToken(token: Der, data: Uint8Array, anchors: readonly X509Certificate[]): Checked<number> {
  if (member(token, 0).toOID() !== oids.signedData) return wrong('malformed', 'its timestamp is no signed data');
  const signedData = member(member(token, 1), 0);
  const encapsulated = member(signedData, 2);
  const content = member(member(encapsulated, 1), 0).value;
  const info = parseDer(content);
  const imprint = member(info, 2);
  const signer = member(signedData.subs.at(-1), 0);
  if (member(encapsulated, 0).toOID() !== oids.timestampInfo || signedData.subs.at(-1)?.subs.length !== 1)
    return wrong('malformed', 'its timestamp has not exactly one signer');
  if (!digest(member(imprint, 0), data).equals(member(imprint, 1).value)) return wrong('unproven', 'its timestamp is of another signature');
  const certificates = signedData.subs.find(({ tag }) => tag.isContextSpecific(0))?.subs.map((one) => one.toDER()) ?? [];
  const chain = orderChain(certificates, signer);
  const leaf = chain[0];
  if (leaf === undefined || !signedBy(signer, content, leaf))
    return wrong('unproven', 'its timestamp is not signed by the certificate in it');
  const timeMs = member(info, 4).toDate().getTime();
  const verified = verifyChain(completeChain(chain, anchors), anchors, timeStamping, timeMs);
  return 'wrong' in verified ? wrong('unproven', `its timestamp: ${verified.wrong.detail}`) : ok(timeMs);
}

/** The signer's certificate (by issuer and serial number), then each one's issuer. */
function orderChain(ders: readonly Uint8Array[], signer: Der): X509Certificate[] {
  const all = ders.length > maxInEnvelope ? [] : (parseChain(ders) ?? []);
  const [issuer, serial] = [member(member(signer, 1), 0).toDER(), member(member(signer, 1), 1).value];
  const chain = all.filter(({ raw }) => {
    const tbs = member(parseDer(raw), 0);
    return member(tbs, 3).toDER().equals(issuer) && member(tbs, 1).value.equals(serial);
  });
  for (let last = chain[0]; last !== undefined && chain.length <= all.length; ) {
    const next = all.find((one) => !chain.includes(one) && last?.checkIssued(one));
    if (next !== undefined) chain.push(next);
    last = next;
  }
  return chain;
}

/** Authorities usually leave their root out: a trusted certificate that issued the last one completes the chain. */
function completeChain(chain: readonly X509Certificate[], anchors: readonly X509Certificate[]): readonly X509Certificate[] {
  const root = anchors.find((anchor) => chain.at(-1)?.checkIssued(anchor));
  return root === undefined ? chain : [...chain, root];
}

/** The signature is over the signed attributes, which must name this content and this certificate (RFC 5652, 5.4; RFC 5816). */
function signedBy(signer: Der, content: Uint8Array, leaf: X509Certificate): boolean {
  const attributes = signer.subs.find(({ tag }) => tag.isContextSpecific(0));
  const values = new Map(attributes?.subs.map((attribute) => [member(attribute, 0).toOID(), member(member(attribute, 1), 0)]));
  const hash = member(signer, 2);
  const named = values.get(oids.messageDigest)?.value;
  if (attributes === undefined || values.get(oids.contentType)?.toOID() !== oids.timestampInfo) return false;
  if (named === undefined || !digest(hash, content).equals(named) || !namesLeaf(values.get(oids.signingCertificateV2), leaf)) return false;
  const signed = attributes.toDER();
  signed[0] = 0x31;
  return verify(hashOf(hash), signed, leaf.publicKey, member(signer, 5).value);
}

/** ESSCertIDv2: an optional hash algorithm (SHA-256 by default), then the certificate's hash. */
function namesLeaf(attribute: Der | undefined, leaf: X509Certificate): boolean {
  const id = member(member(attribute, 0), 0);
  const first = member(id, 0);
  if (!first.tag.isOctetString()) return digest(first, leaf.raw).equals(member(id, 1).value);
  return createHash('sha256').update(leaf.raw).digest().equals(first.value);
}

function digest(algorithm: Der, data: Uint8Array): Buffer {
  return createHash(hashOf(algorithm)).update(data).digest();
}

function hashOf(algorithm: Der): string {
  const hash = hashes.get(member(algorithm, 0).toOID());
  if (hash === undefined) throw new TypeError('an unknown hash');
  return hash;
}
