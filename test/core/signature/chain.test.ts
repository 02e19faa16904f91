import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codeSigning, timeStamping, verifyChain } from '../../../core/signature/chain.ts';

const program = 'openssl';
let folder = '';
const certificates = new Map<string, X509Certificate>();
let nowMs = 0;

/** By openssl, which is what most authorities are made with. */
function issue(name: string, issuer: string | null, extensions: string): void {
  const file = (suffix: string) => join(folder, `${name}${suffix}`);
  writeFileSync(file('.ext'), extensions);
  const openssl = (...args: string[]) => execFileSync(program, args, { stdio: 'ignore' });
  openssl(
    'req',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-keyout',
    file('.key'),
    '-out',
    file('.csr'),
    '-subj',
    `/CN=${name}`,
  );
  const by =
    issuer === null
      ? ['-signkey', file('.key')]
      : ['-CA', join(folder, `${issuer}.pem`), '-CAkey', join(folder, `${issuer}.key`), '-CAcreateserial'];
  openssl('x509', '-req', '-in', file('.csr'), ...by, '-days', '2', '-sha256', '-extfile', file('.ext'), '-out', file('.pem'));
  certificates.set(name, new X509Certificate(readFileSync(file('.pem'))));
}

const authority = (more = '') => `basicConstraints=critical,CA:TRUE${more}\nkeyUsage=critical,keyCertSign\n`;
const leaf = 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'chain-'));
  issue('root', null, authority());
  issue('inter', 'root', authority(',pathlen:0'));
  issue('below', 'inter', authority());
  issue('noSign', 'root', 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,digitalSignature\n');
  issue('constrained', 'root', `${authority()}nameConstraints=critical,permitted;DNS:example.com\n`);
  issue('code', 'inter', `${leaf}extendedKeyUsage=codeSigning\n`);
  issue('plain', 'inter', leaf);
  issue('stamp', 'inter', `${leaf}extendedKeyUsage=critical,timeStamping\n`);
  issue('stampAndCode', 'inter', `${leaf}extendedKeyUsage=timeStamping,codeSigning\n`);
  issue('encrypts', 'inter', 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,keyEncipherment\n');
  issue('unused', 'inter', 'basicConstraints=critical,CA:FALSE\n');
  issue('deep', 'below', leaf);
  issue('ofLeaf', 'code', leaf);
  issue('ofNoSign', 'noSign', leaf);
  issue('ofConstrained', 'constrained', leaf);
  // Later than the last certificate's first second.
  nowMs = Date.now() + 1000;
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('verifyChain', () => {
  it.each<[string, string[], string[], string, number, string]>([
    ['code signing', ['code', 'inter', 'root'], ['root'], codeSigning, 0, 'ok'],
    ['no extended key usage', ['plain', 'inter', 'root'], ['root'], codeSigning, 0, 'ok'],
    ['an intermediate as the anchor', ['code', 'inter'], ['inter'], codeSigning, 0, 'ok'],
    ['the leaf as the anchor', ['code'], ['code'], codeSigning, 0, 'ok'],
    ['time stamping', ['stamp', 'inter', 'root'], ['root'], timeStamping, 0, 'ok'],
    ['code signing for time stamping', ['code', 'inter', 'root'], ['root'], timeStamping, 0, 'untrusted'],
    ['time stamping and more', ['stampAndCode', 'inter', 'root'], ['root'], timeStamping, 0, 'untrusted'],
    ['nothing named for time stamping', ['plain', 'inter', 'root'], ['root'], timeStamping, 0, 'untrusted'],
    ['time stamping for code signing', ['stamp', 'inter', 'root'], ['root'], codeSigning, 0, 'untrusted'],
    ['a key that may not sign', ['encrypts', 'inter', 'root'], ['root'], codeSigning, 0, 'untrusted'],
    ['no key usage', ['unused', 'inter', 'root'], ['root'], codeSigning, 0, 'untrusted'],
    ['an authority as the leaf', ['inter', 'root'], ['root'], codeSigning, 0, 'untrusted'],
    ['no anchor in it', ['code', 'inter'], ['root'], codeSigning, 0, 'untrusted'],
    ['a gap', ['code', 'root'], ['root'], codeSigning, 0, 'untrusted'],
    ['the wrong order', ['inter', 'code', 'root'], ['root'], codeSigning, 0, 'untrusted'],
    ['a path that is too long', ['deep', 'below', 'inter', 'root'], ['root'], codeSigning, 0, 'untrusted'],
    ['issued by a leaf', ['ofLeaf', 'code', 'inter', 'root'], ['root'], codeSigning, 0, 'untrusted'],
    ['issued by an authority that may not sign', ['ofNoSign', 'noSign', 'root'], ['root'], codeSigning, 0, 'untrusted'],
    ['an unknown critical extension', ['ofConstrained', 'constrained', 'root'], ['root'], codeSigning, 0, 'unsupported'],
    ['too early', ['code', 'inter', 'root'], ['root'], codeSigning, -3_600_000, 'expired'],
    ['too late', ['code', 'inter', 'root'], ['root'], codeSigning, 3 * 86_400_000, 'expired'],
    ['nothing', [], ['root'], codeSigning, 0, 'untrusted'],
  ])('%s', (_, chain, anchors, purpose, offsetMs, expected) => {
    const of = (names: readonly string[]) => names.map((name) => certificates.get(name)).filter((one) => one !== undefined);
    const checked = verifyChain(of(chain), of(anchors), purpose, nowMs + offsetMs);
    expect('ok' in checked ? 'ok' : checked.wrong.code).toBe(expected);
  });
});
