/**
 * One self-contained page for people: what it comes to, charts, every image with its deciding entry, searchable and sortable.
 * It asks nothing of any network: the content security policy names its own style and script by their hashes and forbids the
 * rest, so that even an escaping mistake would execute nothing.
 */
import { createHash } from 'node:crypto';
import { commonFixes } from './fixes.ts';
import { bar, chartCard } from './html/charts.ts';
import { script } from './html/script.ts';
import { style } from './html/style.ts';
import { imageColumns, imageRows, otherLists } from './html/tables.ts';
import { type NeededEntry, neededEntries } from './needed.ts';
import { counted, fixLines } from './plain.ts';
import type { Report } from './report.ts';
import { namespaceOf, registryOf, tallyRules, tallyUses } from './tally.ts';
import { type ReportUses, usesOf } from './uses.ts';
import { markup } from './xml.ts';

export interface HtmlOptions {
  /** When it was made, in milliseconds since the epoch; null: the page does not say. */
  readonly madeAtMs: number | null;
}

/** The document, without a line end behind it. */
export function htmlReport(report: Report, { madeAtMs }: HtmlOptions): string {
  const found = usesOf(report);
  const csp = `default-src 'none'; style-src ${hashOf(style)}; script-src ${hashOf(script)}; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${csp}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Image Warden: ${headline(report)}</title>
<style>${style}</style>
</head>
<body>
<main>
${header(report, madeAtMs)}
${summary(report)}
${charts(found)}
${advice(report, found)}
${images(found)}
${others(found)}
</main>
<script>${script}</script>
</body>
</html>`;
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

function headline({ summary: { denied, warned, passed }, allowed }: Report): string {
  const all = denied + warned + passed;
  if (denied > 0) return `${denied} of ${all} would be denied`;
  if (!allowed) return 'something could not be judged';
  return warned > 0 ? `allowed, ${counted(warned, 'warning')}` : 'everything is allowed';
}

function header(report: Report, madeAtMs: number | null): string {
  const { policy, images } = report;
  const title = headline(report);
  const files = new Set(images.map(({ file }) => file)).size;
  const made = madeAtMs === null ? '' : `<li>${new Date(madeAtMs).toISOString().slice(0, 16).replace('T', ' ')} UTC</li>`;
  return `<header><div class="brand">Image Warden</div><h1>${title.charAt(0).toUpperCase()}${title.slice(1)}</h1>
<ul class="meta"><li>policy <code>${markup(policy.hash.slice(0, 12))}</code></li><li>${markup(policy.source)}</li><li>${counted(images.length, 'image')} in ${counted(files, 'file')}</li>${made}</ul></header>`;
}

function summary({ summary: { denied, warned, passed } }: Report): string {
  const tally = { name: 'all', denied, warned, passed };
  const figure = (style: string, count: number, word: string): string =>
    `<div><dt>${word}</dt><dd class="${count === 0 ? 'none' : style}">${count}</dd></div>`;
  return `<section class="card summary"><dl class="figures">${figure('deny', denied, 'denied')}${figure('warn', warned, 'warned')}${figure('pass', passed, 'passed')}</dl>${bar(tally, denied + warned + passed, 'passed')}</section>`;
}

function charts(found: ReportUses): string {
  const cards = [
    chartCard({ title: 'By namespace', facet: 'namespace', tallies: tallyUses(found.uses, namespaceOf), passedWord: 'passed' }),
    chartCard({ title: 'By registry', facet: 'registry', tallies: tallyUses(found.uses, registryOf), passedWord: 'passed' }),
    chartCard({ title: 'By rule', facet: 'rule', tallies: tallyRules(found), passedWord: 'noted' }),
  ];
  return `<div class="grid">${cards.join('\n')}</div>`;
}

/** What to do: the fixes that help most, and what the policy would need to admit. */
function advice({ findings }: Report, { uses }: ReportUses): string {
  const fixes = commonFixes(findings).map(({ fix, count }) => `<dt>${count} &times;</dt><dd>${markup(fixLines(fix)[0])}</dd>`);
  const entries = neededEntries(uses);
  const fixCard =
    fixes.length === 0 ? '' : `<section class="card"><h2>Most common fixes</h2><dl class="fixes">${fixes.join('')}</dl></section>`;
  const entryCard = entries.length === 0 ? '' : neededCard(entries);
  return fixCard === '' && entryCard === '' ? '' : `<div class="grid">${fixCard}${entryCard}</div>`;
}

function neededCard(entries: readonly NeededEntry[]): string {
  const lines = entries.map(({ scope, count }) => `  - ${markup(scope)}  # ${counted(count, 'image')}`);
  return `<section class="card"><h2>Entries that would admit what none covers</h2><pre>images:\n${lines.join('\n')}</pre><small>A proposal: admit only what you trust.</small></section>`;
}

function images({ uses }: ReportUses): string {
  if (uses.length === 0) return '<section class="card" id="images"><h2>Images</h2><p class="none">No image was found.</p></section>';
  const heads = imageColumns.map((title) => `<th scope="col"><button type="button">${title}</button></th>`).join('');
  const sorts = imageColumns.map((title, i) => `<option value="${i}">sort by ${title.toLowerCase()}</option>`).join('');
  const chips = ['', 'denied', 'warned', 'passed'].map(
    (verdict) =>
      `<button type="button" class="chip" data-filter="${verdict}" aria-pressed="${verdict === ''}">${verdict === '' ? 'all' : verdict}</button>`,
  );
  return `<section class="card" id="images">
<div class="tools"><h2>Images</h2><input id="search" type="search" placeholder="Search images, objects, files, rules" aria-label="Search the images" autocomplete="off" spellcheck="false">${chips.join('')}<select id="sort" aria-label="Sort the images">${sorts}</select><button type="button" class="chip" id="facet" title="Remove this filter" hidden></button><span id="status" role="status"></span></div>
<table><thead><tr>${heads}</tr></thead><tbody>
${imageRows(uses)}
</tbody></table>
<p class="none" id="empty" hidden>No image matches.</p>
<p class="pages"><button type="button" class="chip" id="more">Show more</button><button type="button" class="chip" id="all">Show all</button></p>
</section>`;
}

function others({ others: findings }: ReportUses): string {
  return findings.length === 0 ? '' : `<section class="card"><h2>Findings of workloads</h2>\n${otherLists(findings)}\n</section>`;
}
