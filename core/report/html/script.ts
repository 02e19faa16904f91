/**
 * The page's script: search, facets, sorting and paging over rows that are already there. Nothing of the report is in it; it
 * only reads what the rows show, and writes text, never markup.
 */
export const script = `
(() => {
  const one = (selector) => document.querySelector(selector);
  const body = one('#images tbody');
  if (body === null) return;
  const pageSize = 200;
  const rows = Array.from(body.rows, (row) => ({ row, text: row.textContent.toLowerCase() }));
  const lists = Array.from(document.querySelectorAll('details[data-rule]'));
  let shown = rows;
  let limit = pageSize;
  let verdict = '';
  let facet = null;

  const draw = () => {
    let left = limit;
    const visible = new Set(shown);
    for (const item of rows) item.row.hidden = !visible.has(item) || left-- <= 0;
    const count = Math.min(limit, shown.length);
    one('#status').textContent = count === rows.length ? rows.length + (rows.length === 1 ? ' image' : ' images') : count + ' of ' + shown.length + ' shown';
    one('#more').hidden = one('#all').hidden = shown.length <= limit;
    one('#empty').hidden = shown.length > 0;
  };
  const has = (row, { key, value }) => (row.dataset[key] || '').split('\\n').includes(value);
  const filter = () => {
    const terms = one('#search').value.toLowerCase().split(/\\s+/).filter((term) => term !== '');
    shown = rows.filter(({ row, text }) =>
      (verdict === '' || row.dataset.verdict === verdict) && (facet === null || has(row, facet)) && terms.every((term) => text.includes(term)));
    limit = pageSize;
    draw();
  };
  const choose = (next) => {
    facet = next;
    const chip = one('#facet');
    chip.hidden = facet === null;
    chip.textContent = facet === null ? '' : facet.key + ': ' + facet.value + '  \\u00d7';
    filter();
  };
  const order = new Intl.Collator('en', { numeric: true });
  const keyOf = ({ row }, column) => {
    const cell = row.cells[column];
    return column === 0 ? cell.firstElementChild.dataset.rank : cell.textContent;
  };
  const sort = (column, down) => {
    const keys = new Map(rows.map((item) => [item, keyOf(item, column)]));
    rows.sort((a, b) => order.compare(keys.get(a), keys.get(b)) * (down ? -1 : 1));
    body.append(...rows.map(({ row }) => row));
    document.querySelectorAll('#images th').forEach((head, i) => {
      if (i === column) head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      else head.removeAttribute('aria-sort');
    });
    one('#sort').value = String(column);
    filter();
  };

  one('#search').addEventListener('input', filter);
  one('#sort').addEventListener('change', (event) => sort(Number(event.target.value), false));
  one('#facet').addEventListener('click', () => choose(null));
  one('#more').addEventListener('click', () => { limit += pageSize; draw(); });
  one('#all').addEventListener('click', () => { limit = Infinity; draw(); });
  document.querySelectorAll('#images th button').forEach((button, column) => {
    button.addEventListener('click', () => sort(column, button.parentElement.getAttribute('aria-sort') === 'ascending'));
  });
  document.querySelectorAll('[data-filter]').forEach((chip) => {
    chip.addEventListener('click', () => {
      verdict = chip.dataset.filter;
      document.querySelectorAll('[data-filter]').forEach((each) => each.setAttribute('aria-pressed', String(each === chip)));
      filter();
    });
  });
  document.querySelectorAll('[data-facet]').forEach((button) => {
    button.addEventListener('click', () => {
      const next = { key: button.dataset.facet, value: button.dataset.value };
      const list = lists.find(({ dataset }) => next.key === 'rule' && dataset.rule === next.value);
      const isOfImages = list === undefined || rows.some(({ row }) => has(row, next));
      if (isOfImages) choose(next);
      else list.open = true;
      (isOfImages ? one('#images') : list).scrollIntoView();
    });
  });
  let before = limit;
  addEventListener('beforeprint', () => {
    before = limit;
    limit = Infinity;
    for (const list of lists) list.open = true;
    draw();
  });
  addEventListener('afterprint', () => { limit = before; draw(); });
  document.documentElement.classList.add('scripted');
  draw();
})();
`;
