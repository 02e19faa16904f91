import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { script } from '../../../core/report/html/script.ts';
import { style } from '../../../core/report/html/style.ts';
import { htmlReport } from '../../../core/report/html.ts';
import type { Report } from '../../../core/report/report.ts';
import { clean, hostileReport, mixed, own, web } from './sample.ts';

const pageOf = (report: Report): string => htmlReport(report, { madeAtMs: Date.UTC(2027, 0, 2, 3, 4) });
/** Tags with the names of their attributes, without what is ours by heart: style and script. */
const tagsOf = (html: string): string[] =>
  (
    html
      .replace(style, '')
      .replace(script, '')
      .match(/<[^>]*>/g) ?? []
  ).map((tag) => tag.replace(/="[^"]*"/g, ''));
const shapesOf = (report: Report): Set<string> => new Set(tagsOf(pageOf(report)));

describe('htmlReport', () => {
  it.each<[string, Report, string]>([
    ['denied', mixed, '1 of 4 would be denied'],
    ['warned', { ...mixed, allowed: true, summary: { denied: 0, warned: 2, passed: 1 } }, 'Allowed, 2 warnings'],
    ['clean', clean, 'Everything is allowed'],
    ['not judged', { ...clean, allowed: false }, 'Something could not be judged'],
  ])('says in its headline what it comes to: %s', (_, report, headline) => {
    expect(pageOf(report)).toContain(`<h1>${headline}</h1>`);
  });

  it('has a row for each image, the worst first, with its deciding entry', () => {
    const rows = pageOf(mixed).match(/<tr data-verdict.*<\/tr>/g);
    expect(rows).toEqual([
      '<tr data-verdict="denied" data-namespace="shop" data-registry="docker.io" data-rule="registry-allowlist"><td data-label="Verdict"><span class="badge deny" data-rank="0">denied</span></td><td data-label="Image"><code>nginx</code><small>docker.io/library/nginx:latest</small><small>container app</small></td><td data-label="Namespace">shop</td><td data-label="Object">Pod web</td><td data-label="Decided by"><i>no entry</i></td><td data-label="Findings"><div class="finding"><b>registry-allowlist</b> no entry for docker.io<small>use an image of secureoci.com</small></div></td><td data-label="Place"><span class="place">deploy/web.yaml:8</span></td></tr>',
      '<tr data-verdict="warned" data-namespace="(none)" data-registry="secureoci.com" data-rule="denied-tag"><td data-label="Verdict"><span class="badge warn" data-rank="1">warned</span></td><td data-label="Image"><code>secureoci.com/copy</code><small>secureoci.com/copy:latest</small><small>container copy</small></td><td data-label="Namespace">(none)</td><td data-label="Object">Job nightly</td><td data-label="Decided by"><code>secureoci.com</code></td><td data-label="Findings"><div class="finding"><b>denied-tag</b> the tag latest is denied<small>name a version</small></div></td><td data-label="Place"><span class="place">deploy/job.yaml:3</span></td></tr>',
      '<tr data-verdict="passed" data-namespace="shop" data-registry="secureoci.com" data-rule=""><td data-label="Verdict"><span class="badge pass" data-rank="3">passed</span></td><td data-label="Image"><code>secureoci.com/api:1</code><small>container api</small></td><td data-label="Namespace">shop</td><td data-label="Object">Pod web</td><td data-label="Decided by"><code>secureoci.com</code></td><td data-label="Findings"></td><td data-label="Place"><span class="place">deploy/web.yaml:10</span></td></tr>',
    ]);
  });

  it('draws a bar for each group, and offers it as a filter', () => {
    expect(pageOf(mixed)).toContain(
      '<h2>By registry</h2><ul class="bars"><li><button type="button" data-facet="registry" data-value="docker.io">docker.io</button><svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label="docker.io: 1 denied, 0 warned, 0 passed"><rect class="deny" x="0" width="50" height="8"/></svg><span class="count"><b class="deny">1</b> <span>of 1</span></span></li>',
    );
  });

  it('tells when, by which policy, what would help and what is forgiven', () => {
    const page = pageOf({ ...mixed, findings: [web, { ...web, note: 'in the baseline' }] });
    expect(page).toContain(
      '<li>policy <code>0123456789ab</code></li><li>image-warden.yaml</li><li>3 images in 2 files</li><li>2027-01-02 03:04 UTC</li>',
    );
    expect(page).toContain('<dt>2 &times;</dt><dd>use an image of secureoci.com</dd>');
    expect(page).toContain('<pre>images:\n  - docker.io/library/nginx  # 1 image</pre>');
    expect(page).toContain('<small>forgiven: in the baseline</small>');
    expect(htmlReport(clean, { madeAtMs: null })).not.toContain('UTC');
  });

  it('shows the form that a fix offers', () => {
    expect(pageOf({ ...mixed, findings: [{ ...web, fix: 'a:\nFROM b\n  <c>' }] })).toContain(
      '<small>a:</small><pre>FROM b\n  &lt;c&gt;</pre>',
    );
  });

  it('lists the findings of workloads, and says when there is no image', () => {
    expect(pageOf(mixed)).toContain(
      '<td data-label="Finding"><div class="finding"><b>policy-unavailable</b> Pod shop/web: the object is noted',
    );
    expect(pageOf({ ...clean, images: [] })).toContain('No image was found.');
  });

  it('lists a part of very many findings of workloads, folded', () => {
    const many = Array.from({ length: 201 }, () => own);
    const page = pageOf({ ...mixed, findings: many });
    expect(page.match(/<details.*<\/summary>/)?.[0]).toBe(
      '<details data-rule="policy-unavailable"><summary><span class="badge info" data-rank="2">noted</span> <b>policy-unavailable</b> <span class="none">201 findings</span></summary>',
    );
    expect(page.match(/data-label="Finding"/g)).toHaveLength(200);
    expect(page).toContain('... and 1 more: the JSON report has them all.');
    expect(pageOf(mixed)).toContain('<details data-rule="policy-unavailable" open>');
  });

  it('lets nothing run but its own script and style, and nothing load', () => {
    const hash = (text: string): string => createHash('sha256').update(text).digest('base64');
    expect(pageOf(mixed)).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash(style)}'; script-src 'sha256-${hash(script)}'; base-uri 'none'; form-action 'none'">`,
    );
    expect(pageOf(mixed)).not.toMatch(/https?:|url\(|@import| style=|\ssrc=|\shref=/);
  });

  it('holds no tag and no attribute but ours, whatever is in the report', () => {
    const ours = new Set([
      ...shapesOf(mixed),
      ...shapesOf(clean),
      ...shapesOf({ ...clean, images: [] }),
      ...shapesOf({ ...mixed, findings: [{ ...own, severity: 'deny' }], summary: { denied: 0, warned: 0, passed: 0 } }),
      ...shapesOf({ ...mixed, findings: [{ ...own, severity: 'warn' }], summary: { denied: 9, warned: 9, passed: 9 } }),
      ...shapesOf({ ...mixed, findings: Array.from({ length: 20 }, (_, i) => ({ ...web, rule: `r${i}` as 'denied-tag' })) }),
    ]);
    fc.assert(
      fc.property(hostileReport, (report) => {
        const page = pageOf(report);
        expect(page.replace(style, '')).toMatch(/^[\n -~]*$/);
        expect(page.split(script)).toHaveLength(2);
        for (const tag of tagsOf(page)) expect(ours).toContain(tag);
      }),
    );
  });
});
