/** The one file that reads ASN.1 (with @sigstore/core): key usage, distinguished names, CMS. Throws on anything malformed; callers guard. */
import { ASN1Obj } from '@sigstore/core';

export type Der = ASN1Obj;

export function parseDer(bytes: Uint8Array): Der {
  return ASN1Obj.parseBuffer(Buffer.from(bytes));
}

/** The nth member; throws when there is none. */
export function member(node: Der | undefined, index: number): Der {
  const found = node?.subs[index];
  if (found === undefined) throw new TypeError('a member is missing');
  return found;
}

/** Extensions of a certificate: OID -> critical, and the contents of the value's octet string. */
export function extensionsOf(certificate: Der): ReadonlyMap<string, { readonly critical: boolean; readonly value: Buffer }> {
  const tbs = member(certificate, 0);
  const list = tbs.subs.find(({ tag }) => tag.isContextSpecific(3))?.subs[0]?.subs ?? [];
  return new Map(
    list.map((extension) => {
      const [oid, second, third] = extension.subs;
      if (oid === undefined || second === undefined) throw new TypeError('an extension without value');
      return [oid.toOID(), { critical: third !== undefined && second.toBoolean(), value: (third ?? second).value }];
    }),
  );
}

/** The bytes of a certificate that its issuer signed, header and all: cut out, never written anew. */
export function tbsOf(certificate: Uint8Array): Uint8Array {
  const whole = parseDer(certificate);
  const tbs = certificate.subarray(certificate.length - whole.value.length);
  const lengthByte = tbs[1] ?? 0;
  const header = lengthByte < 0x80 ? 2 : 2 + (lengthByte & 0x7f);
  return tbs.subarray(0, header + member(whole, 0).value.length);
}
