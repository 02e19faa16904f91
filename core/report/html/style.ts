/** The page's style: light and dark, wide and narrow, screen and paper. */
export const style = `
:root {
  color-scheme: light dark;
  --page: #f5f6f4; --card: #fff; --ink: #1c2422; --soft: #5c6a66; --line: #dde2df; --hover: #f0f3f1;
  --deny: #b3261e; --deny-soft: #fbe9e7; --warn: #8f5a00; --warn-soft: #fdf1d9; --warn-bar: #e2a32e;
  --pass: #2f6b57; --pass-soft: #e4f1ec; --pass-bar: #7fb5a2; --focus: #2559b8;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #121615; --card: #1a201e; --ink: #e6ebe9; --soft: #98a6a1; --line: #2d3633; --hover: #202826;
    --deny: #ff8a7e; --deny-soft: #43201d; --warn: #f0bd60; --warn-soft: #3b2e14; --warn-bar: #d29a35;
    --pass: #8fd0b8; --pass-soft: #1b352c; --pass-bar: #4d8874; --focus: #8ab4ff;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
main { max-width: 1320px; margin: 0 auto; padding: 32px 24px 64px; }
h1 { margin: 4px 0 8px; font-size: clamp(24px, 4vw, 34px); line-height: 1.2; letter-spacing: -.015em; text-wrap: balance; }
h2 { margin: 0 0 12px; font-size: 15px; font-weight: 650; }
code, pre, .place { font-family: ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .88em; overflow-wrap: anywhere; }
small { display: block; color: var(--soft); font-size: 12.5px; overflow-wrap: anywhere; }
.brand { color: var(--soft); font-weight: 600; letter-spacing: .02em; }
.meta { display: flex; flex-wrap: wrap; gap: 2px 20px; margin: 0; padding: 0; list-style: none; color: var(--soft); font-size: 13.5px; overflow-wrap: anywhere; }
.card { min-width: 0; padding: 18px 20px; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
.summary { margin: 24px 0 16px; }
.summary .bar { height: 14px; margin-top: 16px; }
.figures { display: flex; flex-wrap: wrap; gap: 8px 40px; margin: 0; }
.figures div { display: flex; align-items: baseline; gap: 8px; }
.figures dt { order: 1; color: var(--soft); }
.figures dd { margin: 0; font-size: 30px; font-weight: 680; line-height: 1.1; font-variant-numeric: tabular-nums; }
dd.deny, b.deny { color: var(--deny); } dd.warn, b.warn { color: var(--warn); } dd.pass { color: var(--pass); }
main > section { margin-bottom: 16px; }
.grid { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 320px), 1fr)); gap: 16px; margin-bottom: 16px; }
.bar { display: block; width: 100%; height: 10px; border-radius: 5px; background: var(--hover); }
rect.deny { fill: var(--deny); } rect.warn { fill: var(--warn-bar); } rect.pass { fill: var(--pass-bar); }
.bars { display: grid; gap: 7px; margin: 0; padding: 0; list-style: none; }
.bars li { display: grid; grid-template-columns: minmax(0, 11fr) minmax(40px, 9fr) 84px; gap: 12px; align-items: center; font-size: 13.5px; }
.bars button, .bars li > span:first-child { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; text-align: left; }
.bars li > span:first-child { color: var(--soft); }
.bars button { padding: 0; border: 0; background: none; color: inherit; font: inherit; cursor: pointer; }
.bars button:hover { text-decoration: underline; }
.count { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; } .count span, .none { color: var(--soft); } .none { margin: 0; }
.fixes { display: grid; grid-template-columns: auto 1fr; gap: 6px 12px; margin: 0; }
.fixes dt { font-weight: 650; text-align: right; font-variant-numeric: tabular-nums; } .fixes dd { margin: 0; overflow-wrap: anywhere; }
pre { margin: 0 0 8px; padding: 12px; overflow: auto; max-height: 280px; background: var(--hover); border-radius: 8px; }
.tools { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; margin-bottom: 12px; }
.tools h2 { margin: 0 8px 0 0; }
#search, #sort { padding: 7px 12px; border: 1px solid var(--line); border-radius: 8px; background: var(--page); color: var(--ink); font: inherit; }
#search { flex: 1 1 220px; min-width: 0; } #sort { display: none; }
.chip { padding: 5px 12px; border: 1px solid var(--line); border-radius: 99px; background: none; color: var(--ink); font: inherit; font-size: 13.5px; cursor: pointer; overflow-wrap: anywhere; }
.chip:hover { background: var(--hover); } .chip[aria-pressed=true], #facet { background: var(--ink); border-color: var(--ink); color: var(--card); }
#status { color: var(--soft); font-size: 13.5px; font-variant-numeric: tabular-nums; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; font-size: 13.5px; }
th { position: sticky; top: 0; z-index: 1; padding: 0; background: var(--card); box-shadow: inset 0 -1px var(--line); text-align: left; font-weight: 600; }
th button, .plain th { width: 100%; padding: 8px 10px; border: 0; background: none; color: var(--soft); font: inherit; font-weight: 600; font-size: 12.5px; text-align: left; }
th button { cursor: pointer; } th button:hover { color: var(--ink); }
th[aria-sort=ascending] button::after { content: " \\2191"; } th[aria-sort=descending] button::after { content: " \\2193"; }
td { padding: 9px 10px; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
details + details { border-top: 1px solid var(--line); } summary { padding: 8px 0; cursor: pointer; } summary:hover { background: var(--hover); }
tbody tr:hover { background: var(--hover); }
#images th:nth-child(1) { width: 88px; } #images th:nth-child(2) { width: 22%; } #images th:nth-child(3) { width: 9%; } #images th:nth-child(4) { width: 10%; } #images th:nth-child(5) { width: 11%; } #images th:nth-child(7) { width: 14%; }
.plain th:nth-child(1) { width: 92px; } .plain th:nth-child(2) { width: 25%; } .plain th:nth-child(4) { width: 22%; }
.badge { display: inline-block; padding: 1px 9px; border-radius: 99px; font-size: 12.5px; font-weight: 600; white-space: nowrap; }
.badge.deny { background: var(--deny-soft); color: var(--deny); } .badge.warn { background: var(--warn-soft); color: var(--warn); }
.badge.pass, .badge.info { background: var(--pass-soft); color: var(--pass); }
.finding pre { margin: 6px 0; padding: 8px; width: 100%; } .finding + .finding { margin-top: 6px; } td i, .place { color: var(--soft); }
.pages { display: flex; gap: 8px; margin: 12px 0 0; } html:not(.scripted) :is(.tools > :not(h2), .pages) { display: none; }
@media screen and (max-width: 760px) {
  main { padding: 20px 12px 48px; } .card { padding: 16px 14px; } .figures { gap: 8px 24px; } .figures dd { font-size: 26px; }
  html.scripted #sort { display: block; flex: 1 1 100%; } #search { flex-basis: 100%; }
  #search, #sort { font-size: 16px; } .chip { padding: 8px 14px; } .bars button { padding: 6px 0; }
  table, tbody, tr, td { display: block; } thead { display: none; }
  tr { padding: 12px 0; border-bottom: 1px solid var(--line); } td { display: grid; grid-template-columns: 88px 1fr; padding: 3px 0; border: 0; }
  td::before { content: attr(data-label); color: var(--soft); font-size: 12.5px; } td > * { grid-column: 2; justify-self: start; }
  td:empty { display: none; } td[data-label=Verdict]::before, td[data-label=Image]::before { content: none; }
  td[data-label=Verdict], td[data-label=Image] { display: block; padding-bottom: 6px; } td[data-label=Image] code { font-size: 15px; font-weight: 600; }
}
@page { size: landscape; margin: 12mm; }
@media print {
  :root { color-scheme: light; --page: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #bbb; --hover: #fff; --deny: #b3261e; --deny-soft: #fff; --warn: #8f5a00; --warn-soft: #fff; --warn-bar: #e2a32e; --pass: #2f6b57; --pass-soft: #fff; --pass-bar: #7fb5a2; }
  html body { font-size: 10pt; } main { max-width: none; padding: 0; } .card { padding: 8pt 0; border: 0; border-radius: 0; border-top: 1px solid var(--line); }
  .tools > :not(h2), .pages { display: none !important; } th { position: static; } table { font-size: 8.5pt; } small, th button { font-size: 7.5pt !important; }
  tr, li, .grid > section { break-inside: avoid; } thead { display: table-header-group; } h2 { break-after: avoid; } .badge { padding: 0; } pre { max-height: none; white-space: pre-wrap; border: 1px solid var(--line); }
  .grid { grid-template-columns: repeat(auto-fit, minmax(150pt, 1fr)); }  .bars button, .bars li > span:first-child { white-space: normal; overflow-wrap: anywhere; padding: 0; } .bars li { grid-template-columns: minmax(0, 1fr) 52pt 62pt; gap: 6pt; font-size: 8.5pt; } td, th button, .plain th { padding: 4pt 5pt; }
  #images th:nth-child(1) { width: 46pt; } #images th:nth-child(3) { width: 12%; } #images th:nth-child(5) { width: 12%; }
}
`;
