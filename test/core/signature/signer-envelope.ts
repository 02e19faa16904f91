/** Envelopes as AWS Signer makes them, in both forms, by a chain of our own: root > regional authority > leaf, ECDSA on P-384. */
import { sign, type X509Certificate } from 'node:crypto';
import type { Artifact } from '../../../core/signature/artifact.ts';
import { encodeHead } from '../../../core/signature/cbor.ts';
import { authority, issue, issuedMs as signedMs, signing } from './issued.ts';

export { signedMs };

export const digest = `sha256:${'ab'.repeat(32)}`;
export const profile = 'arn:aws:signer:eu-west-1:111122223333:/signing-profiles/acme';
export const profileVersion = `${profile}/Ab12Cd34Ef`;
export const job = 'arn:aws:signer:eu-west-1:444455556666:/signing-jobs/e218ee67-5dd3-4dc4-8caf-224898b12493';
export const names = {
  scheme: 'io.cncf.notary.signingScheme',
  time: 'io.cncf.notary.authenticSigningTime',
  expiry: 'io.cncf.notary.expiry',
  plugin: 'io.cncf.notary.verificationPlugin',
  profile: 'com.amazonaws.signer.signingProfileVersion',
  job: 'com.amazonaws.signer.signingJob',
} as const;

const cty = 'application/vnd.cncf.notary.payload.v1+json';

export const root = await issue('Signer Root', authority, null);
export const otherRoot = await issue('Signer Root', authority, null);
const regional = await issue('Signer eu-west-1', authority, root);
const leaf = await issue('Signer', signing, regional);
export const chain = [leaf, regional, root].map(({ certificate }) => certificate);

export interface Parts {
  /** Signed attributes that differ; undefined leaves one out. */
  readonly attributes?: Readonly<Record<string, string | number | undefined>>;
  /** Attributes that are not marked as critical. */
  readonly unmarked?: readonly string[];
  readonly chain?: readonly X509Certificate[];
  readonly payload?: unknown;
}

export type Form = 'notation-jws' | 'notation-cose';

export function envelope(form: Form, { attributes = {}, unmarked = [], chain: own = chain, payload }: Parts = {}): Artifact {
  const all = { [names.scheme]: 'notary.x509.signingAuthority', [names.profile]: profileVersion, [names.job]: job, ...attributes };
  const given = Object.entries({ [names.plugin]: 'com.amazonaws.signer.notation.plugin', [names.time]: signedMs, ...all });
  const signed = new Map(given.filter((one): one is [string, string | number] => one[1] !== undefined));
  const critical = [...signed.keys()].filter((name) => !unmarked.includes(name));
  const content = Buffer.from(JSON.stringify(payload ?? { targetArtifact: { digest } }));
  const ders = own.map(({ raw }) => raw);
  const bytes = form === 'notation-jws' ? jws(signed, critical, content, ders) : cose(signed, critical, content, ders);
  return { form, where: 'referrer sha256:1', bytes, annotations: {} };
}

type Signed = ReadonlyMap<string, string | number>;
const algorithm = { hash: 'sha384', dsaEncoding: 'ieee-p1363' } as const;
const signatureOf = (data: Uint8Array) => sign(algorithm.hash, data, { key: leaf.key, dsaEncoding: algorithm.dsaEncoding });

/** Numbers are times. */
function jws(signed: Signed, critical: readonly string[], content: Buffer, ders: readonly Buffer[]): Buffer {
  const texts = [...signed].map(([name, value]) => [name, typeof value === 'number' ? new Date(value).toISOString() : value]);
  const head = Buffer.from(JSON.stringify({ alg: 'ES384', crit: critical, cty, ...Object.fromEntries(texts) })).toString('base64url');
  const body = content.toString('base64url');
  const signature = signatureOf(Buffer.from(`${head}.${body}`)).toString('base64url');
  return Buffer.from(
    JSON.stringify({ payload: body, protected: head, header: { x5c: ders.map((der) => der.toString('base64')) }, signature }),
  );
}

function cose(signed: Signed, critical: readonly string[], content: Buffer, ders: readonly Buffer[]): Buffer {
  const rest = [...signed].flatMap(([name, value]) => [text(name), typeof value === 'number' ? time(value) : text(value)]);
  const pairs = [uint(1), Buffer.from([0x38, 34]), uint(2), list(critical.map(text)), uint(3), text(cty), ...rest];
  const header = Buffer.concat([encodeHead(5, pairs.length / 2), ...pairs]);
  const signature = signatureOf(list([text('Signature1'), bytesOf(header), bytesOf(Buffer.alloc(0)), bytesOf(content)]));
  const unprotected = Buffer.concat([encodeHead(5, 1), uint(33), list(ders.map(bytesOf))]);
  return Buffer.concat([encodeHead(6, 18), list([bytesOf(header), unprotected, bytesOf(content), bytesOf(signature)])]);
}

const uint = (value: number) => encodeHead(0, value);
const text = (value: string) => Buffer.concat([encodeHead(3, Buffer.byteLength(value)), Buffer.from(value)]);
const bytesOf = (value: Buffer) => Buffer.concat([encodeHead(2, value.length), value]);
const list = (items: readonly Buffer[]) => Buffer.concat([encodeHead(4, items.length), ...items]);
const time = (ms: number) => Buffer.concat([encodeHead(6, 1), uint(Math.floor(ms / 1000))]);
