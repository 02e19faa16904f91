import { describe, expect, it } from '@jest/globals';
import { encodeHead } from '../../../core/signature/cbor.ts';
import { parseCose } from '../../../core/signature/notation-cose.ts';

const uint = (value: number) => encodeHead(0, value);
const text = (value: string) => Buffer.concat([encodeHead(3, value.length), Buffer.from(value)]);
const bytes = (value: Buffer | string) => Buffer.concat([encodeHead(2, value.length), Buffer.from(value)]);
const list = (...items: readonly Buffer[]) => Buffer.concat([encodeHead(4, items.length), ...items]);
const map = (...pairs: readonly (readonly [Buffer, Buffer])[]) => Buffer.concat([encodeHead(5, pairs.length), ...pairs.flat()]);
const tagged = (tag: number, value: Buffer) => Buffer.concat([encodeHead(6, tag), value]);

const header = [
  [uint(1), Buffer.from([0x38, 34])],
  [uint(2), list(text('io.cncf.notary.signingScheme'))],
  [uint(3), text('text/x')],
  [text('io.cncf.notary.signingScheme'), text('notary.x509')],
] as const;
const chain = [uint(33), list(bytes('certificate'))] as const;
const stamp = (value: Buffer) => [text('io.cncf.notary.timestampSignature'), value] as const;
const expiry = (value: Buffer) => [text('io.cncf.notary.expiry'), value] as const;

interface Parts {
  readonly tag?: number;
  readonly more?: readonly (readonly [Buffer, Buffer])[];
  readonly unprotected?: readonly (readonly [Buffer, Buffer])[];
  readonly extra?: readonly Buffer[];
}
const parse = ({ tag = 18, more = [], unprotected = [chain], extra = [] }: Parts = {}) =>
  parseCose(tagged(tag, list(bytes(map(...header, ...more)), map(...unprotected), bytes('pay'), bytes('sig'), ...extra)));

describe('a part of another kind', () => {
  const parts = [bytes(map(...header)), map(chain), bytes('pay'), bytes('sig')];
  it.each([
    ['the header', 0, text('x'), 'no COSE_Sign1 envelope'],
    ['what is not signed', 1, text('x'), 'a COSE envelope without headers'],
    ['the payload', 2, Buffer.of(0xf6), 'no COSE_Sign1 envelope'],
    ['the signature', 3, text('x'), 'no COSE_Sign1 envelope'],
    ['a header that holds none', 0, bytes(text('x')), 'a COSE envelope without headers'],
    ['a header without crit', 0, bytes(map()), 'a COSE header without crit'],
  ])('%s', (_, at, value, detail) => {
    expect(parseCose(tagged(18, list(...parts.with(at, value))))).toEqual({ wrong: { code: 'malformed', detail } });
  });
});

describe('parseCose', () => {
  it('reads what is signed, and chain and timestamp beside it', () => {
    const parsed = parse({ more: [expiry(tagged(1, uint(1000)))], unprotected: [chain, stamp(bytes('ts'))] });
    expect(parsed).toMatchObject({
      ok: {
        algorithm: 'ES384',
        contentType: 'text/x',
        scheme: 'notary.x509',
        expiryMs: 1_000_000,
        authenticTimeMs: null,
        critical: ['io.cncf.notary.signingScheme'],
        chain: [Buffer.from('certificate')],
        timestamp: Buffer.from('ts'),
        payload: Buffer.from('pay'),
        signature: Buffer.from('sig'),
      },
    });
  });

  it('signs the structure of COSE_Sign1', () => {
    const parsed = parse();
    const head = map(...header);
    expect('ok' in parsed && parsed.ok.signed).toEqual(list(text('Signature1'), bytes(head), bytes(''), bytes('pay')));
  });

  const none = 'no COSE_Sign1 envelope';
  const time = 'a time in the envelope is malformed';
  const certificates = 'expected 1 to 8 certificates in the envelope';
  const many = (count: number) => [[uint(33), list(...Array(count).fill(bytes('c')))] as const];
  it.each<[string, Parts, string]>([
    ['one certificate by itself', { unprotected: [[uint(33), bytes('c')]] }, 'ok'],
    ['eight certificates', { unprotected: many(8) }, 'ok'],
    ['nine certificates', { unprotected: many(9) }, certificates],
    ['no certificate', { unprotected: [] }, certificates],
    ['a certificate that is a text', { unprotected: [[uint(33), list(bytes('c'), text('c'))]] }, certificates],
    ['another tag', { tag: 98 }, none],
    ['a fifth part', { extra: [bytes('x')] }, none],
    ['an expiry without its tag', { more: [expiry(uint(1000))] }, time],
    ['an expiry under another tag', { more: [expiry(tagged(0, uint(1000)))] }, time],
    ['an expiry that is a text', { more: [expiry(tagged(1, text('1000')))] }, time],
    ['a timestamp that is a text', { unprotected: [chain, stamp(text('ts'))] }, time],
  ])('%s', (_, parts, expected) => {
    const parsed = parse(parts);
    expect('ok' in parsed ? 'ok' : parsed.wrong.detail).toBe(expected);
  });
});
