import { describe, expect, it } from '@jest/globals';
import { parseJws } from '../../../core/signature/notation-jws.ts';

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const der = Buffer.from('certificate').toString('base64');
const expiry = 'io.cncf.notary.expiry';
const header = { alg: 'ES256', cty: 'text/x', crit: ['io.cncf.notary.signingScheme'], 'io.cncf.notary.signingScheme': 'notary.x509' };
const parse = (change: object = {}, unprotected: object = {}, more: object = {}) =>
  parseJws(
    Buffer.from(
      JSON.stringify({
        payload: 'cGF5',
        protected: encode({ ...header, ...change }),
        signature: 'c2ln',
        header: { x5c: [der], ...unprotected },
        ...more,
      }),
    ),
  );

describe('parseJws', () => {
  it('reads what is signed, and chain and timestamp beside it', () => {
    const change = { [expiry]: '2026-11-24T00:00:00+01:00', n: 1 };
    expect(parse(change, { 'io.cncf.notary.timestampSignature': 'dHM=', alg: 'none' })).toEqual({
      ok: {
        algorithm: 'ES256',
        contentType: 'text/x',
        scheme: 'notary.x509',
        expiryMs: Date.parse('2026-11-23T23:00:00Z'),
        authenticTimeMs: null,
        critical: ['io.cncf.notary.signingScheme'],
        attributes: new Map<string, string | null>([
          ...Object.entries({ ...header, crit: null, [expiry]: change[expiry] as string, n: null }),
        ]),
        chain: [Buffer.from('certificate')],
        timestamp: Buffer.from('ts'),
        payload: Buffer.from('pay'),
        signed: Buffer.from(`${encode({ ...header, ...change })}.cGF5`),
        signature: Buffer.from('sig'),
      },
    });
  });

  const noCrit = 'a JWS header without crit';
  const chain = 'expected 1 to 8 certificates in the envelope';
  const time = 'a time in the envelope is malformed';
  const none = 'no JWS envelope';
  it.each<[string, object, object, object, string]>([
    ['crit that is no list', { crit: 'a' }, {}, {}, noCrit],
    ['crit with something else than a text', { crit: ['a', 1] }, {}, {}, noCrit],
    ['17 critical attributes', { crit: Array(17).fill('a') }, {}, {}, noCrit],
    ['16 critical attributes', { crit: Array(16).fill('a') }, {}, {}, 'ok'],
    ['eight certificates', {}, { x5c: Array(8).fill(der) }, {}, 'ok'],
    ['nine certificates', {}, { x5c: Array(9).fill(der) }, {}, chain],
    ['no certificate', {}, { x5c: [] }, {}, chain],
    ['a certificate of two that is no base64', {}, { x5c: [der, '-'] }, {}, chain],
    ['a timestamp that is no base64', {}, { 'io.cncf.notary.timestampSignature': '-' }, {}, time],
    ['an expiry without an offset', { [expiry]: '2026-11-24T00:00:00' }, {}, {}, time],
    ['an expiry that is a number', { [expiry]: 1 }, {}, {}, time],
    ['a signing time that is none', { 'io.cncf.notary.authenticSigningTime': '2026-13-24T00:00:00Z' }, {}, {}, time],
    ['padded base64', {}, {}, { payload: 'cGE=' }, none],
    ['no signature', {}, {}, { signature: undefined }, none],
    ['a header that is no object', {}, {}, { protected: encode([]) }, none],
  ])('%s', (_, change, unprotected, more, expected) => {
    const parsed = parse(change, unprotected, more);
    expect('ok' in parsed ? 'ok' : parsed.wrong.detail).toBe(expected);
  });
});
