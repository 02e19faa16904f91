/** Bars as inline SVG: no style attributes, which the page's content security policy forbids. */
import { plain } from '../plain.ts';
import { type Tally, topOf, totalOf } from '../tally.ts';
import { markup } from '../xml.ts';

/** Groups that one chart shows. */
const maxGroups = 10;

export interface Chart {
  readonly title: string;
  /** The table's facet that a click on a group chooses. */
  readonly facet: 'namespace' | 'registry' | 'rule';
  readonly tallies: readonly Tally[];
  /** What the third colour stands for. */
  readonly passedWord: 'passed' | 'noted';
}

/** A card with a bar for each group. */
export function chartCard({ title, facet, tallies, passedWord }: Chart): string {
  const { shown, rest } = topOf(tallies, maxGroups);
  const widest = Math.max(1, ...shown.map(totalOf), rest === null ? 0 : totalOf(rest));
  const rows = shown.map(
    (one) =>
      `<li><button type="button" data-facet="${facet}" data-value="${markup(one.name)}">${markup(one.name)}</button>${bar(one, widest, passedWord)}${numbers(one)}</li>`,
  );
  const more = rest === null ? '' : `<li><span>${markup(rest.name)}</span>${bar(rest, widest, passedWord)}${numbers(rest)}</li>`;
  const list = tallies.length === 0 ? '<p class="none">Nothing here.</p>' : `<ul class="bars">${rows.join('')}${more}</ul>`;
  return `<section class="card"><h2>${title}</h2>${list}</section>`;
}

/** One stacked bar, `total` wide at most; narrow parts stay visible. */
export function bar(tally: Tally, total: number, passedWord: string): string {
  const { denied, warned, passed } = tally;
  const label = `${plain(tally.name)}: ${denied} denied, ${warned} warned, ${passed} ${passedWord}`;
  const parts = [
    ['deny', denied],
    ['warn', warned],
    ['pass', passed],
  ] as const;
  let x = 0;
  const rects = parts
    .filter(([, count]) => count > 0)
    .map(([style, count]) => {
      const width = Math.max((count / Math.max(total, 1)) * 100, 0.8);
      const rect = `<rect class="${style}" x="${round(x)}" width="${round(width)}" height="8"/>`;
      x += width;
      return rect;
    });
  return `<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label="${markup(label)}">${rects.join('')}</svg>`;
}

function numbers(tally: Tally): string {
  const { denied, warned } = tally;
  const total = totalOf(tally);
  if (denied + warned === 0) return `<span class="count"><span>${total}</span></span>`;
  const parts = [denied > 0 ? `<b class="deny">${denied}</b> ` : '', warned > 0 ? `<b class="warn">${warned}</b> ` : ''];
  return `<span class="count">${parts.join('')}<span>of ${total}</span></span>`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
