/**
 * What kind of network an address is in. An image name is attacker-chosen text, so that a registry's host may resolve to anything:
 * the kinds decide what may be connected to. Source: IANA special-purpose address registries; the clouds' metadata addresses.
 */
import { BlockList, isIP } from 'node:net';

export type AddressKind = 'public' | 'private' | 'loopback' | 'forbidden';

type Range = readonly [string, number];

/** Metadata services and what no registry lives on; first, because some lie within the ranges below. */
const forbidden: readonly Range[] = [
  ['0.0.0.0', 8],
  ['168.63.129.16', 32],
  ['100.100.100.200', 32],
  ['169.254.0.0', 16],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['::', 128],
  ['::ffff:0:0:0', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fd00:ec2::', 32],
  ['fd20:ce::', 32],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
];
const loopback: readonly Range[] = [
  ['127.0.0.0', 8],
  ['::1', 128],
];
const inside: readonly Range[] = [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['fc00::', 7],
];

const lists = [
  ['forbidden', listOf(forbidden)],
  ['loopback', listOf(loopback)],
  ['private', listOf(inside)],
] as const;

/** Of an address in any spelling that node:net takes; `forbidden` for what is none. */
export function addressKind(address: string): AddressKind {
  const family = isIP(address);
  if (family === 0 || address.includes('%')) return 'forbidden';
  const embedded = family === 6 ? embeddedIpv4(address) : null;
  if (embedded !== null) return addressKind(embedded);
  return lists.find(([, list]) => list.check(address, family === 4 ? 'ipv4' : 'ipv6'))?.[0] ?? 'public';
}

/** The IPv4 address in a mapped (`::ffff:a.b.c.d`), compatible (`::a.b.c.d`) or NAT64 (`64:ff9b::a.b.c.d`) one. */
function embeddedIpv4(address: string): string | null {
  const short = URL.parse(`http://[${address}]/`)?.hostname.slice(1, -1) ?? '';
  const [, high, low] = /^(?:::ffff:|64:ff9b::|::)([\da-f]{1,4}):([\da-f]{1,4})$/.exec(short) ?? [];
  if (high === undefined || low === undefined) return null;
  const value = (Number.parseInt(high, 16) << 16) | Number.parseInt(low, 16);
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
}

function listOf(ranges: readonly Range[]): BlockList {
  const list = new BlockList();
  for (const [address, prefix] of ranges) list.addSubnet(address, prefix, address.includes(':') ? 'ipv6' : 'ipv4');
  return list;
}
