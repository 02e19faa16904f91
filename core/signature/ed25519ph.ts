/**
 * Ed25519ph verification (RFC 8032, section 5.1.7, empty context), which cosign 3 signs with and node:crypto does not offer.
 * Only public values pass through here, so that time need not be constant. About 8 ms.
 */
import { createHash, type KeyObject } from 'node:crypto';

const p = 2n ** 255n - 19n;
const order = 2n ** 252n + 27742317777372353535851937790883648493n;

/** Extended homogeneous coordinates. */
interface Point {
  readonly x: bigint;
  readonly y: bigint;
  readonly z: bigint;
  readonly t: bigint;
}

const d = mod(-121665n * power(121666n, p - 2n));
const rootOfMinusOne = power(2n, (p - 1n) / 4n);
const baseY = mod(4n * power(5n, p - 2n));
const zero: Point = { x: 0n, y: 1n, z: 1n, t: 0n };

/** dom2(1, ""): the prefix that tells a prehashed signature from a plain one. */
const domain = Buffer.concat([Buffer.from('SigEd25519 no Ed25519 collisions'), Buffer.from([1, 0])]);

export function verifyEd25519ph(key: KeyObject, data: Uint8Array, signature: Uint8Array): boolean {
  const encodedKey = Buffer.from(key.export({ type: 'spki', format: 'der' })).subarray(-32);
  const base = point(baseY, 0n);
  const [encodedR, s] = [signature.subarray(0, 32), littleEndian(signature.subarray(32))];
  const [a, r] = [decode(encodedKey), decode(encodedR)];
  if (signature.length !== 64 || s >= order || base === null || a === null || r === null) return false;
  const prehash = createHash('sha512').update(data).digest();
  const k = littleEndian(createHash('sha512').update(domain).update(encodedR).update(encodedKey).update(prehash).digest()) % order;
  return equal(multiply(base, s), add(r, multiply(a, k)));
}

function decode(bytes: Uint8Array): Point | null {
  const value = littleEndian(bytes);
  const y = value & (2n ** 255n - 1n);
  return bytes.length === 32 && y < p ? point(y, value >> 255n) : null;
}

/** The point with this y whose x has this parity (RFC 8032, section 5.1.3); null when there is none. */
function point(y: bigint, parity: bigint): Point | null {
  const [u, v] = [mod(y * y - 1n), mod(d * y * y + 1n)];
  const candidate = mod(u * v ** 3n * power(mod(u * v ** 7n), (p - 5n) / 8n));
  const square = mod(v * candidate * candidate);
  if (square !== u && square !== mod(-u)) return null;
  const root = square === u ? candidate : mod(candidate * rootOfMinusOne);
  if (root === 0n && parity === 1n) return null;
  const x = (root & 1n) === parity ? root : p - root;
  return { x, y, z: 1n, t: mod(x * y) };
}

function add(a: Point, b: Point): Point {
  const [e1, e2] = [mod((a.y - a.x) * (b.y - b.x)), mod((a.y + a.x) * (b.y + b.x))];
  const [c, f] = [mod(2n * a.t * b.t * d), mod(2n * a.z * b.z)];
  const [e, g, h, i] = [e2 - e1, f - c, f + c, e2 + e1];
  return { x: mod(e * g), y: mod(h * i), z: mod(g * h), t: mod(e * i) };
}

function multiply(base: Point, scalar: bigint): Point {
  let [result, addend] = [zero, base];
  for (let rest = scalar; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = add(result, addend);
    addend = add(addend, addend);
  }
  return result;
}

function equal(a: Point, b: Point): boolean {
  return mod(a.x * b.z - b.x * a.z) === 0n && mod(a.y * b.z - b.y * a.z) === 0n;
}

function mod(value: bigint): bigint {
  const rest = value % p;
  return rest < 0n ? rest + p : rest;
}

function power(base: bigint, exponent: bigint): bigint {
  let [result, square] = [1n, base];
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = mod(result * square);
    square = mod(square * square);
  }
  return result;
}

function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x0${Buffer.from(bytes).reverse().toString('hex')}`);
}
