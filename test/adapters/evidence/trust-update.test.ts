import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { refreshTrustRoot } from '../../../adapters/evidence/trust-update.ts';
import { filesOf, type Repository, rootOf, type Serving, serveRepository, stranger } from './tuf-repository.ts';

const content = readFileSync(new URL('../../../core/signature/public-good.json', import.meta.url), 'utf8');
const other = JSON.stringify({ ...(JSON.parse(content) as object), ctlogs: [] });
let serving: Serving;
let cacheDir: string;
let rootFile: string;

beforeAll(async () => {
  serving = await serveRepository();
});
afterAll(() => serving.close());
beforeEach(() => {
  cacheDir = mkdtempSync(join(tmpdir(), 'trust-'));
  rootFile = join(cacheDir, 'own-root.json');
  writeFileSync(rootFile, rootOf());
});
afterEach(() => {
  rmSync(cacheDir, { recursive: true });
  serving.fault = null;
});

/** What became of it, without the port. */
async function refresh(timeoutMs = 20_000): Promise<string> {
  const outcome = await refreshTrustRoot({ mirror: `${serving.url}/`, cacheDir: join(cacheDir, 'cache'), rootFile, timeoutMs });
  if ('ok' in outcome) return outcome.ok;
  const text = 'wrong' in outcome ? `${outcome.wrong.code}: ${outcome.wrong.detail}` : `unknown: ${outcome.unknown}`;
  return text.replace(/127\.0\.0\.1:\d+/, 'HOST');
}
const publish = (repository: Partial<Repository> = {}) => {
  serving.files = filesOf({ content, ...repository });
};

describe('refreshTrustRoot', () => {
  it('brings the trusted root, and again, and a newer one', async () => {
    publish();
    expect(await refresh()).toBe(content);
    expect(await refresh()).toBe(content);
    publish({ version: 2, content: other });
    expect(await refresh()).toBe(other);
  });

  it('follows the root from version to version', async () => {
    publish();
    serving.files = new Map([...serving.files, ['/2.root.json', rootOf(2)], ['/3.root.json', rootOf(3)]]);
    expect(await refresh()).toBe(content);
    writeFileSync(rootFile, rootOf(1, -30));
    expect(await refresh()).toBe(content);
  });

  it.each<[string, () => void, RegExp]>([
    ['a timestamp that has expired', () => publish({ days: { timestamp: -1 } }), /^expired: the repository at HOST has expired: /],
    ['a snapshot that has expired', () => publish({ days: { snapshot: -1 } }), /^expired: the repository at HOST has expired: /],
    ['targets that have expired', () => publish({ days: { targets: -1 } }), /^expired: the repository at HOST has expired: /],
    [
      'a root that has expired',
      () => {
        publish();
        serving.files = new Map([...serving.files, ['/2.root.json', rootOf(2, -1)]]);
      },
      /^expired: the repository at HOST has expired: /,
    ],
    [
      'metadata by a stranger',
      () => {
        serving.files = filesOf({ content }, stranger);
      },
      /^untrusted: the repository at HOST does not hold: .*timestamp was signed by 0\/1 keys/,
    ],
    [
      'a root by a stranger',
      () => {
        publish();
        serving.files = new Map([...serving.files, ['/2.root.json', rootOf(2, 1, stranger)]]);
      },
      /^untrusted: the repository at HOST does not hold: /,
    ],
    [
      'a root that skips a version',
      () => {
        publish();
        serving.files = new Map([...serving.files, ['/2.root.json', rootOf(3)]]);
      },
      /^untrusted: .*Expected version 2, got 3$/,
    ],
    ['a trusted root with another byte', () => tamper('trusted_root', content.replace('rekor', 'raker')), /^untrusted: .*[Hh]ash/],
    ['a trusted root that is longer', () => tamper('trusted_root', `${content} `), /^untrusted: .*length/i],
    ['targets with another byte', () => tamper('targets.json', '{}'), /^untrusted: /],
    ['no JSON', () => tamper('timestamp', '<html>'), /^untrusted: .*JSON/],
    ['no trusted root', () => serveWithout('trusted_root'), /^unknown: HOST did not answer: Error: Failed to download$/],
    ['a trusted root that is none', () => publish({ content: '{}' }), /^malformed: the trust root names no authority$/],
    ['nothing at all', () => serveWithout(''), /^unknown: HOST did not answer: Error: Failed to download$/],
  ])('refuses %s', async (_, prepare, expected) => {
    prepare();
    expect(await refresh()).toMatch(expected);
  });

  it('refuses to be rolled back', async () => {
    publish({ version: 3 });
    expect(await refresh()).toBe(content);
    publish({ version: 2, content: other });
    expect(await refresh()).toMatch(/^untrusted: .*version 2 is less than current version 3$/);
  });

  it.each<[string, RequestListener, number, RegExp]>([
    ['silence', () => undefined, 400, /^unknown: HOST did not answer within 400 ms$/],
    ['a body that drips', (_, response) => drip(response), 400, /^unknown: HOST did not answer/],
    ['an error', (_, response) => response.writeHead(500).end(), 20_000, /^unknown: HOST did not answer: Error: Failed to download$/],
    ['a broken connection', ({ socket }) => socket.destroy(), 20_000, /^unknown: HOST did not answer: /],
    [
      'an endless body',
      (_, response) => pour(response),
      20_000,
      /^untrusted: the repository at HOST does not hold: Error: Max length reached$/,
    ],
  ])('gives up on %s', async (_, fault, timeoutMs, expected) => {
    publish();
    serving.fault = fault;
    expect(await refresh(timeoutMs)).toMatch(expected);
  });

  it('does not believe under one root what another one vouched for, though both are kept in one folder', async () => {
    publish();
    expect(await refresh()).toBe(content);
    const bySigstore = await refreshTrustRoot({ mirror: serving.url, cacheDir: join(cacheDir, 'cache'), timeoutMs: 20_000 });
    expect(bySigstore).toMatchObject({ wrong: { code: 'untrusted' } });
    expect(await refresh()).toBe(content);
  });

  it('tells that nobody listens, and that the cache cannot be used', async () => {
    const nobody = await refreshTrustRoot({ mirror: 'http://127.0.0.1:1', cacheDir, rootFile, timeoutMs: 20_000 });
    expect(nobody).toEqual({ unknown: expect.stringMatching(/^127\.0\.0\.1:1 did not answer: /) });
    const blocked = await refreshTrustRoot({ mirror: serving.url, cacheDir: join(rootFile, 'x'), timeoutMs: 20_000 });
    expect(blocked).toEqual({ unknown: expect.stringMatching(/^a file cannot be used: ENOTDIR/) });
  });

  it("asks a mirror for what sigstore's own root vouches for", async () => {
    publish();
    const outcome = await refreshTrustRoot({ mirror: serving.url, cacheDir, timeoutMs: 20_000 });
    expect(outcome).toEqual({ wrong: { code: 'untrusted', detail: expect.stringMatching(/timestamp was signed by 0\/\d keys/) } });
  });
});

function tamper(name: string, text: string): void {
  publish();
  serving.files = new Map([...serving.files].map(([path, body]) => [path, path.includes(name) ? text : body]));
}

function serveWithout(name: string): void {
  publish();
  serving.files = new Map([...serving.files].filter(([path]) => !path.includes(name)));
}

function pour(response: Parameters<RequestListener>[1]): void {
  const more = () => {
    while (response.write(Buffer.alloc(65_536, 0x20)));
  };
  response.on('drain', more);
  more();
}

function drip(response: Parameters<RequestListener>[1]): void {
  const timer = setInterval(() => response.write(' '), 20);
  response.on('close', () => clearInterval(timer));
}
