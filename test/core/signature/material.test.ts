import { describe, expect, it } from '@jest/globals';
import type { Artifact } from '../../../core/signature/artifact.ts';
import { preAuthEncoding } from '../../../core/signature/dsse.ts';
import { parseMaterial } from '../../../core/signature/material.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const der = base64('certificate');
const v03 = 'application/vnd.dev.sigstore.bundle.v0.3+json';
const dsse = (count = 1, sig = base64('s')) => ({ payloadType: 'text/x', payload: base64('p'), signatures: Array(count).fill({ sig }) });
const artifact = (form: Artifact['form'], value: unknown, annotations: Artifact['annotations'] = {}): Artifact => ({
  form,
  where: '',
  bytes: Buffer.from(JSON.stringify(value)),
  annotations,
});
const bundle = (verificationMaterial: object = {}, more: object = {}) =>
  artifact('sigstore-bundle', { mediaType: v03, dsseEnvelope: dsse(), verificationMaterial, ...more });

const wrongOf = (one: Artifact) => {
  const checked = parseMaterial(one);
  return 'wrong' in checked ? checked.wrong.detail : 'ok';
};

describe('a sigstore bundle', () => {
  it('is read with all its proofs', () => {
    const checked = parseMaterial(
      bundle({
        certificate: { rawBytes: der },
        tlogEntries: [{ logIndex: '1' }],
        timestampVerificationData: { rfc3161Timestamps: [{ signedTimestamp: base64('t') }] },
      }),
    );
    expect(checked).toEqual({
      ok: {
        kind: 'dsse',
        payloadType: 'text/x',
        payload: Buffer.from('p'),
        signed: Buffer.from('DSSEv1 6 text/x 1 p'),
        signatures: [Buffer.from('s')],
        stamped: Buffer.from('s'),
        certificate: Buffer.from('certificate'),
        logEntries: [{ logIndex: '1' }],
        timestamps: [Buffer.from('t')],
      },
    });
  });

  it('has its certificate first in a chain, too', () => {
    const certificates = [{ rawBytes: der }, { rawBytes: base64('issuer') }];
    expect(parseMaterial(bundle({ x509CertificateChain: { certificates } }))).toMatchObject({
      ok: { certificate: Buffer.from('certificate') },
    });
  });

  const noBundle = 'no sigstore bundle of a version up to 0.3';
  const tooMany = 'at most 8 certificates, log entries and timestamps';
  const noBase64 = 'a certificate or timestamp is no base64';
  const stamps = (count: number, signedTimestamp: unknown = base64('t')) => ({
    timestampVerificationData: { rfc3161Timestamps: Array(count).fill({ signedTimestamp }) },
  });
  it.each<[string, Artifact, string]>([
    ['of its oldest version', bundle({}, { mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.1' }), 'ok'],
    ['of a later version', bundle({}, { mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.4' }), noBundle],
    ['whose type only contains it', bundle({}, { mediaType: `x${v03}` }), noBundle],
    ['of another type', bundle({}, { mediaType: 'application/json' }), noBundle],
    ['of no type', bundle({}, { mediaType: undefined }), noBundle],
    ['of two signatures', bundle({}, { dsseEnvelope: dsse(2) }), 'a sigstore bundle has one signature'],
    ['of as many entries as may be', bundle({ tlogEntries: Array(8).fill({}) }), 'ok'],
    ['of one entry more', bundle({ tlogEntries: Array(9).fill({}) }), tooMany],
    ['of as many timestamps as may be', bundle(stamps(8)), 'ok'],
    ['of one timestamp more', bundle(stamps(9)), tooMany],
    ['of nine certificates', bundle({ x509CertificateChain: { certificates: Array(9).fill({ rawBytes: der }) } }), tooMany],
    ['whose entries are no list', bundle({ tlogEntries: {} }), tooMany],
    ['whose certificate is no base64', bundle({ certificate: { rawBytes: '-' } }), noBase64],
    ['whose timestamp is no base64', bundle(stamps(1, '-')), noBase64],
    ['whose timestamp is not there', bundle(stamps(1, null)), noBase64],
  ])('%s', (_, one, expected) => {
    expect(wrongOf(one)).toBe(expected);
  });
});

describe('a DSSE envelope', () => {
  it.each<[string, unknown, string]>([
    ['of as many signatures as may be', dsse(8), 'ok'],
    ['of one more', dsse(9), '9 signatures in a DSSE envelope, expected 1 to 8'],
    ['of none', dsse(0), '0 signatures in a DSSE envelope, expected 1 to 8'],
    ['of an empty signature', dsse(1, ''), 'a signature in the DSSE envelope is no base64'],
    ['of a signature that is none', dsse(1, '-'), 'a signature in the DSSE envelope is no base64'],
    ['whose payload is no base64', { ...dsse(), payload: '-' }, 'no DSSE envelope'],
    ['without a type', { ...dsse(), payloadType: 1 }, 'no DSSE envelope'],
  ])('%s', (_, value, expected) => {
    expect(wrongOf(artifact('dsse', value))).toBe(expected);
  });

  it('signs the lengths of type and payload, in bytes', () => {
    const payload = Buffer.from('\u00fc');
    expect(preAuthEncoding({ payloadType: '\u00e9', payload }).toString()).toBe('DSSEv1 2 \u00e9 2 \u00fc');
  });

  it("is whole what a timestamp is over, where cosign's annotation holds one", () => {
    const stamp = JSON.stringify({ SignedRFC3161Timestamp: base64('t') });
    const one = artifact('dsse', dsse(), { 'dev.sigstore.cosign/rfc3161timestamp': stamp });
    expect(parseMaterial(one)).toMatchObject({ ok: { stamped: Buffer.from(one.bytes), timestamps: [Buffer.from('t')] } });
  });
});

describe('the annotations of cosign 2', () => {
  const signature = { 'dev.cosignproject.cosign/signature': base64('s') };
  const body = base64('{"kind":"hashedrekord","apiVersion":"0.0.1"}');
  const payload = { body, logIndex: 7, integratedTime: 8, logID: 'c0'.repeat(32) };
  const entry = (change: object) => ({
    ...signature,
    'dev.sigstore.cosign/bundle': JSON.stringify({ Payload: { ...payload, ...change }, SignedEntryTimestamp: 'U0VU' }),
  });
  const malformed = 'its transparency log entry is malformed';

  it('hold a log entry in another shape', () => {
    expect(parseMaterial(artifact('simple-signing', {}, entry({})))).toMatchObject({
      ok: {
        logEntries: [
          {
            logIndex: '7',
            logId: { keyId: Buffer.from('c0'.repeat(32), 'hex').toString('base64') },
            kindVersion: { kind: 'hashedrekord', version: '0.0.1' },
            integratedTime: '8',
            inclusionPromise: { signedEntryTimestamp: 'U0VU' },
            canonicalizedBody: body,
          },
        ],
      },
    });
  });

  it.each<[string, Artifact['annotations'], string]>([
    ['a signature', signature, 'ok'],
    ['an empty signature', { 'dev.cosignproject.cosign/signature': '' }, 'no signature in its annotations'],
    ['an inherited signature', JSON.parse(`{"__proto__":${JSON.stringify(signature)}}`), 'no signature in its annotations'],
    ['a log that is no key', entry({ logID: 'c0' }), malformed],
    ['a log in capitals', entry({ logID: 'C0'.repeat(32) }), malformed],
    ['an index that is no number', entry({ logIndex: '7' }), malformed],
    ['a time that is no number', entry({ integratedTime: 0.5 }), malformed],
    ['a body that is no JSON', entry({ body: base64('x') }), malformed],
    ['a certificate that is no PEM', { ...signature, 'dev.sigstore.cosign/certificate': der }, 'its certificate is no PEM'],
    ['a timestamp that is none', { ...signature, 'dev.sigstore.cosign/rfc3161timestamp': '{}' }, 'its timestamp is malformed'],
  ])('%s', (_, annotations, expected) => {
    expect(wrongOf(artifact('simple-signing', {}, annotations))).toBe(expected);
  });
});
