/**
 * The part of CBOR that a notation envelope may use (RFC 8949), strictly: definite lengths in their shortest form, integers, byte
 * and text strings, arrays, maps without a duplicate key, tags, true, false and null. Everything else is refused, so that two readers
 * cannot read one envelope differently.
 */
import { maxCborDepth, maxCborItems } from '../evidence/limits.ts';

export type CborKey = number | string;
export type Cbor = number | string | boolean | null | Uint8Array | readonly Cbor[] | ReadonlyMap<CborKey, Cbor> | Tagged;

export class Tagged {
  readonly tag: number;
  readonly value: Cbor;
  constructor(tag: number, value: Cbor) {
    this.tag = tag;
    this.value = value;
  }
}

interface Reader {
  readonly bytes: Uint8Array;
  at: number;
}

class CborError extends Error {}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const simple: ReadonlyMap<number, boolean | null> = new Map([
  [20, false],
  [21, true],
  [22, null],
]);

/** The one item that the bytes are; undefined when they are anything else. Never throws. */
export function decodeCbor(bytes: Uint8Array): Cbor | undefined {
  const reader: Reader = { bytes, at: 0 };
  try {
    const value = readItem(reader, 0);
    return reader.at === bytes.length ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The head of an item (`major` 0-7) with its number in the shortest form. */
export function encodeHead(major: number, value: number): Buffer {
  const type = major << 5;
  if (value < 24) return Buffer.from([type | value]);
  if (value < 0x100) return Buffer.from([type | 24, value]);
  if (value < 0x10000) return Buffer.from([type | 25, value >> 8, value & 0xff]);
  const head = Buffer.alloc(5, type | 26);
  head.writeUInt32BE(value, 1);
  return head;
}

function readItem(reader: Reader, depth: number): Cbor {
  if (depth > maxCborDepth) throw new CborError();
  const first = byte(reader);
  const [major, info] = [first >> 5, first & 31];
  if (major === 7) return readSimple(info);
  const value = readNumber(reader, info);
  switch (major) {
    case 0:
      return value;
    case 1:
      return -1 - value;
    case 2:
      return take(reader, value);
    case 3:
      return utf8.decode(take(reader, value));
    case 4:
      return readList(reader, value, depth);
    case 5:
      return readMap(reader, value, depth);
    default:
      return new Tagged(value, readItem(reader, depth + 1));
  }
}

function readSimple(info: number): boolean | null {
  const value = simple.get(info);
  if (value === undefined) throw new CborError();
  return value;
}

function readNumber(reader: Reader, info: number): number {
  if (info < 24) return info;
  const size = [1, 2, 4, 8][info - 24];
  if (size === undefined) throw new CborError();
  const value = Number(BigInt(`0x${Buffer.from(take(reader, size)).toString('hex')}`));
  const least = [24, 0x100, 0x10000, 0x1_0000_0000][info - 24] ?? 0;
  if (value < least || value > Number.MAX_SAFE_INTEGER) throw new CborError();
  return value;
}

function readList(reader: Reader, length: number, depth: number): Cbor[] {
  if (length > maxCborItems) throw new CborError();
  return Array.from({ length }, () => readItem(reader, depth + 1));
}

function readMap(reader: Reader, length: number, depth: number): Map<CborKey, Cbor> {
  if (length > maxCborItems) throw new CborError();
  const map = new Map<CborKey, Cbor>();
  for (let i = 0; i < length; i++) {
    const key = readItem(reader, depth + 1);
    if ((typeof key !== 'number' && typeof key !== 'string') || map.has(key)) throw new CborError();
    map.set(key, readItem(reader, depth + 1));
  }
  return map;
}

function take(reader: Reader, length: number): Uint8Array {
  const end = reader.at + length;
  if (end > reader.bytes.length) throw new CborError();
  const part = reader.bytes.subarray(reader.at, end);
  reader.at = end;
  return part;
}

function byte(reader: Reader): number {
  return take(reader, 1)[0] ?? 0;
}
