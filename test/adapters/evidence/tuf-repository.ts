/** A TUF repository of our own on this machine (specification, sections 4 and 5), as good or as bad as a test wants it. */
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Signer {
  readonly id: string;
  readonly key: KeyObject;
  readonly publicKey: object;
}

/** OLPC's canonical JSON. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'string') return `"${value.replace(/["\\]/g, '\\$&')}"`;
  if (typeof value !== 'object' || value === null) return String(value);
  const pairs = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${pairs.map(([key, one]) => `${canonical(key)}:${canonical(one)}`).join(',')}}`;
}

function signer(): Signer {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const key = { keytype: 'ecdsa', scheme: 'ecdsa-sha2-nistp256', keyval: { public: pem } };
  return { id: createHash('sha256').update(canonical(key)).digest('hex'), key: privateKey, publicKey: key };
}

function signed(content: object, by: Signer): string {
  const sig = sign('sha256', Buffer.from(canonical(content)), by.key).toString('hex');
  return JSON.stringify({ signed: content, signatures: [{ keyid: by.id, sig }] });
}

const day = 86_400_000;
const hex = (text: string) => createHash('sha256').update(text).digest('hex');

export interface Repository {
  /** Version of timestamp, snapshot and targets. */
  readonly version?: number;
  /** Days until a role's metadata expires. */
  readonly days?: Readonly<Partial<Record<'timestamp' | 'snapshot' | 'targets' | 'root', number>>>;
  /** `trusted_root.json` */
  readonly content: string;
}

const roles = ['root', 'timestamp', 'snapshot', 'targets'] as const;
const owner = signer();
export const stranger = signer();

function common(type: string, version: number, days = 1) {
  return { _type: type, spec_version: '1.0.31', version, expires: new Date(Date.now() + days * day).toISOString().replace(/\.\d+Z/, 'Z') };
}

/** A root that trusts one key for everything. */
export function rootOf(version = 1, days = 1, by: Signer = owner): string {
  const role = { keyids: [owner.id], threshold: 1 };
  const all = Object.fromEntries(roles.map((name) => [name, role]));
  return signed({ ...common('root', version, days), consistent_snapshot: true, keys: { [owner.id]: owner.publicKey }, roles: all }, by);
}

/** Path -> body. */
export function filesOf({ version = 1, days = {}, content }: Repository, by: Signer = owner): Map<string, string> {
  const file = { length: Buffer.byteLength(content), hashes: { sha256: hex(content) } };
  const targets = signed({ ...common('targets', version, days.targets), targets: { 'trusted_root.json': file } }, by);
  const meta = (text: string) => ({ version, length: Buffer.byteLength(text), hashes: { sha256: hex(text) } });
  const snapshot = signed({ ...common('snapshot', version, days.snapshot), meta: { 'targets.json': meta(targets) } }, by);
  const timestamp = signed({ ...common('timestamp', version, days.timestamp), meta: { 'snapshot.json': meta(snapshot) } }, by);
  return new Map([
    ['/timestamp.json', timestamp],
    [`/${version}.snapshot.json`, snapshot],
    [`/${version}.targets.json`, targets],
    [`/targets/${hex(content)}.trusted_root.json`, content],
  ]);
}

export interface Serving {
  readonly url: string;
  files: ReadonlyMap<string, string>;
  /** Answers instead of the files when it is not null. */
  fault: RequestListener | null;
  close(): void;
}

export async function serveRepository(): Promise<Serving> {
  const server: Server = createServer((request, response) => {
    const body = serving.files.get(request.url ?? '');
    if (serving.fault !== null) serving.fault(request, response);
    else if (body === undefined) response.writeHead(404).end();
    else response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  const serving: Serving = { url, files: new Map(), fault: null, close };
  return serving;
}
