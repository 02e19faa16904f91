/** RFC 3161 tokens by an authority of our own, in DER by hand, so that any part of one can be wrong. */
import { createHash, sign } from 'node:crypto';
import { member, parseDer } from '../../../core/signature/der.ts';
import { authority, issue, issuedMs } from './issued.ts';

const node = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts);
  const { length } = content;
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.of(tag, ...head), content]);
};
const sequence = (...parts: readonly Uint8Array[]) => node(0x30, ...parts);
const set = (...parts: readonly Uint8Array[]) => node(0x31, ...parts);
const octets = (value: Uint8Array) => node(0x04, value);
const integer = (value: number) => node(0x02, Buffer.of(value));
const explicit = (...parts: readonly Uint8Array[]) => node(0xa0, ...parts);

function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  const digits = (value: number): number[] =>
    value < 128 ? [value] : [...digits(Math.floor(value / 128)).map((one) => one | 128), value % 128];
  return node(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(digits)]));
}

export const oids = {
  signedData: '1.2.840.113549.1.7.2',
  data: '1.2.840.113549.1.7.1',
  timestampInfo: '1.2.840.113549.1.9.16.1.4',
} as const;
const sha384 = sequence(oid('2.16.840.1.101.3.4.2.2'));
const sha384Of = (bytes: Uint8Array) => createHash('sha384').update(bytes).digest();
const attribute = (type: string, value: Uint8Array) => sequence(oid(type), set(value));
const leafOf = (extKeyUsage: object) => [
  { name: 'basicConstraints', cA: false, critical: true },
  { name: 'keyUsage', digitalSignature: true, critical: true },
  { name: 'extKeyUsage', ...extKeyUsage },
];

export const root = await issue('TSA Root', authority, null);
export const stamper = await issue('TSA', leafOf({ timeStamping: true }), root);
export const twin = await issue('TSA', leafOf({ timeStamping: true }), root);
export const coder = await issue('Coder', leafOf({ codeSigning: true }), root);
export const data = Buffer.from('signature');
/** Whole seconds, as the token has them. */
export const stampedMs = issuedMs - 3_600_000;

export interface TokenParts {
  readonly by?: typeof root;
  readonly certificates?: readonly Uint8Array[];
  /** What the imprint is of. */
  readonly of?: Uint8Array;
  readonly timeMs?: number;
  readonly type?: string;
  readonly contentType?: string;
  /** What the signed attributes say: of which type, content and certificate. */
  readonly says?: { readonly type?: string; readonly content?: Uint8Array; readonly certificate?: Uint8Array };
  readonly signers?: number;
  /** Turns the signature into another one. */
  readonly forged?: boolean;
}

export function tokenOf(parts: TokenParts = {}): Buffer {
  const { by = stamper, of = data, timeMs = stampedMs, type = oids.signedData, contentType = oids.timestampInfo, says = {} } = parts;
  const { certificates = [by.certificate.raw], signers = 1, forged = false } = parts;
  const time = new Date(timeMs).toISOString().replace(/[-:T]|\.\d+/g, '');
  const info = sequence(integer(1), oid('1.2.3'), sequence(sha384, octets(sha384Of(of))), integer(7), node(0x18, Buffer.from(time)));
  const named = createHash('sha256')
    .update(says.certificate ?? by.certificate.raw)
    .digest();
  const attributes = [
    attribute('1.2.840.113549.1.9.3', oid(says.type ?? oids.timestampInfo)),
    attribute('1.2.840.113549.1.9.4', octets(sha384Of(says.content ?? info))),
    attribute('1.2.840.113549.1.9.16.2.47', sequence(sequence(sequence(octets(named))))),
  ];
  const signature = sign('sha384', forged ? Buffer.from('x') : set(...attributes), by.key);
  const tbs = member(parseDer(by.certificate.raw), 0);
  const name = sequence(member(tbs, 3).toDER(), member(tbs, 1).toDER());
  const signer = sequence(integer(1), name, sha384, explicit(...attributes), sequence(oid('1.2.840.10045.4.3.3')), octets(signature));
  const encapsulated = sequence(oid(contentType), explicit(octets(info)));
  const signed = sequence(integer(3), set(sha384), encapsulated, explicit(...certificates), set(...Array<Buffer>(signers).fill(signer)));
  return sequence(oid(type), explicit(signed));
}
