/**
 * The HTML report in a real browser: it searches, sorts, filters and prints, asks nothing of any network, and hostile names do
 * not execute. Run by `npm run e2e:browser`; CHROMIUM names the browser when it is not where Debian puts it.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { htmlReport } from '../../core/report/html.ts';
import type { Report, ReportImage } from '../../core/report/report.ts';

const browser = {
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};
const evil = `"><img src=x onerror="window.owned=1"><script>window.owned=1</script>`;
const evilUrl = '<a href="javascript:window.owned=1">x</a><link rel=stylesheet href=https://example.com/x.css>';

let folder = '';
let context: BrowserContext;
let page: Page;
const complaints: string[] = [];
const requests: string[] = [];

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'image-warden-page-'));
  context = await chromium.launchPersistentContext(join(folder, 'profile'), browser);
  page = await context.newPage();
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => requests.push(request.url()));
});

after(async () => {
  await context.close();
  await rm(folder, { recursive: true });
});

test('searches, filters and tells how many are shown', async () => {
  await open(small());
  assert.equal(await status(), '6 images');
  await page.fill('#search', 'REDIS shop');
  assert.deepEqual(await shown(), ['docker.io/library/redis:2']);
  await page.fill('#search', 'nothing like that');
  assert.deepEqual([await shown(), await page.isVisible('#empty')], [[], true]);
  await page.fill('#search', '');
  await page.click('[data-filter=denied]');
  assert.equal(await status(), '3 of 3 shown');
  await page.click('[data-filter=""]');
  await page.click('[data-facet=namespace][data-value=shop]');
  assert.deepEqual(await shown(), ['docker.io/library/redis:2', 'secureoci.com/api:10']);
  await page.click('#facet');
  assert.equal(await status(), '6 images');
});

test('sorts by any column, numbers as numbers', async () => {
  await open(small());
  await page.click('#images th:nth-child(2) button');
  const up = (await shown()).filter((text) => text.startsWith('secureoci'));
  assert.deepEqual(up, ['secureoci.com/api:2', 'secureoci.com/api:10']);
  assert.equal(await page.getAttribute('#images th:nth-child(2)', 'aria-sort'), 'ascending');
  await page.click('#images th:nth-child(2) button');
  assert.deepEqual(
    (await shown()).filter((text) => text.startsWith('secureoci')),
    up.toReversed(),
  );
});

test('leads from a rule to its images, or to its findings of workloads', async () => {
  const report = small();
  const workload = report.findings.slice(0, 1).map((finding) => ({ ...finding, rule: 'policy-unavailable' as const, image: null }));
  const many = Array.from({ length: 60 }, () => workload).flat();
  await open({ ...report, findings: [...report.findings, ...many] });
  assert.equal(await page.isVisible('details table'), false);
  await page.click('[data-facet=rule][data-value=policy-unavailable]');
  assert.deepEqual([await page.isVisible('details table'), await status()], [true, '6 images']);
  await page.click('[data-facet=rule][data-value=registry-allowlist]');
  assert.equal(await status(), '3 of 3 shown');
});

test('is readable on a phone: nothing is wider than the screen', async () => {
  await page.setViewportSize({ width: 360, height: 740 });
  await open(small());
  assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 360);
  await page.selectOption('#sort', { label: 'sort by namespace' });
  assert.equal(await status(), '6 images');
  await page.setViewportSize({ width: 1280, height: 800 });
});

test('stays usable with 10,000 images, and prints all of them', async () => {
  const images = Array.from({ length: 10_000 }, (_, i) => imageOf(`secureoci.com/team-${i % 97}/app:${i}`, i % 3 === 0, `ns-${i % 31}`));
  await open(reportOf(images));
  assert.equal(await status(), '200 of 10000 shown');
  const started = performance.now();
  await page.fill('#search', 'team-13 ns-7');
  await page.click('#images th:nth-child(3) button');
  assert.match((await status()) ?? '', /^\d+ of \d+ shown$/);
  assert.ok(performance.now() - started < 10_000);
  await page.fill('#search', '');
  await page.evaluate('dispatchEvent(new Event("beforeprint"))');
  assert.equal(await page.locator('#images tbody tr:not([hidden])').count(), 10_000);
  await page.evaluate('dispatchEvent(new Event("afterprint"))');
  assert.equal(await status(), '200 of 10000 shown');
});

test('reads without its script', async () => {
  const bare = await context.browser()?.newContext({ javaScriptEnabled: false });
  assert.ok(bare);
  const plain = await bare.newPage();
  await plain.goto(await written(small()));
  assert.equal(await plain.locator('#images tbody tr').count(), 6);
  assert.equal(await plain.isVisible('#search'), false);
  await bare.close();
});

test('executes nothing of a hostile report', async () => {
  const object = { kind: evil, namespace: evilUrl, name: evil };
  const image = { ...imageOf(evil, true, evilUrl), file: evil, canonical: evil, entry: evilUrl, container: evil, object };
  const finding = { file: evil, line: 1, column: 1, object, path: image.path, container: evil, message: evil, fix: evilUrl, note: evil };
  const rule = evil as 'denied-tag';
  const findings = [
    { ...finding, rule, severity: 'deny' as const, image: evil },
    { ...finding, rule, severity: 'warn' as const, image: null },
  ];
  await open({ ...reportOf([image]), findings, policy: { hash: evil, source: evilUrl } });
  await page.click('[data-facet=namespace]');
  await page.fill('#search', evil);
  await page.click('#images th:nth-child(2) button');
  assert.equal(await page.evaluate('window.owned'), undefined);
  assert.equal(await page.locator('img, a, link, iframe, main script').count(), 0);
});

test('complained of nothing and asked nothing of any network', () => {
  assert.deepEqual(complaints, []);
  assert.deepEqual([...new Set(requests.map((url) => new URL(url).protocol))], ['file:']);
  assert.ok(requests.every((url) => url.endsWith('.html')));
});

async function written(report: Report): Promise<string> {
  const file = join(folder, 'report.html');
  await writeFile(file, htmlReport(report, { madeAtMs: 0 }));
  return pathToFileURL(file).href;
}

async function open(report: Report): Promise<void> {
  await page.goto(await written(report));
}

function status(): Promise<string | null> {
  return page.textContent('#status');
}

/** Images of the rows that are to be seen, in their order. */
function shown(): Promise<string[]> {
  return page.locator('#images tbody tr:not([hidden]) td[data-label=Image] code').allTextContents();
}

function imageOf(image: string, denied: boolean, namespace: string): ReportImage {
  const place = { file: 'pods.yaml', line: 1, path: 'spec.containers[0].image', container: 'app' };
  return {
    image,
    canonical: image,
    ...place,
    allowed: !denied,
    entry: denied ? null : 'secureoci.com',
    object: { kind: 'Pod', namespace, name: 'web' },
  };
}

function reportOf(images: readonly ReportImage[]): Report {
  const denied = images.filter(({ allowed }) => !allowed);
  const findings = denied.map((image) => ({
    rule: 'registry-allowlist' as const,
    severity: 'deny' as const,
    file: image.file,
    line: 1,
    column: 1,
    object: image.object ?? { kind: null, namespace: null, name: null },
    path: image.path,
    container: image.container,
    image: image.image,
    message: `${image.image} is denied by registry-allowlist: no entry`,
    fix: 'use another registry',
  }));
  const summary = { denied: denied.length, warned: 0, passed: images.length - denied.length };
  return { policy: { hash: '0123456789ab', source: 'image-warden.yaml' }, allowed: denied.length === 0, summary, findings, images };
}

function small(): Report {
  return reportOf([
    imageOf('docker.io/library/nginx:1', true, 'web'),
    imageOf('docker.io/library/redis:2', true, 'shop'),
    imageOf('docker.io/library/redis:3', true, 'web'),
    imageOf('secureoci.com/api:10', false, 'shop'),
    imageOf('secureoci.com/api:2', false, 'web'),
    imageOf(`ghcr.io/acme/${'a-very-long-name'.repeat(9)}@sha256:${'0'.repeat(64)}`, false, 'legacy'),
  ]);
}
