/** The results for people. */
import { type Figure, texts } from './goals.ts';

const verdicts = { true: 'reached', false: 'not reached', null: 'noisy' } as const;

export function printTable(results: Readonly<Record<string, Readonly<Record<string, Figure>>>>): void {
  const rows = Object.entries(results).flatMap(([id, figures]) =>
    Object.entries(figures).map(([key, { ratio, p25, p75, goal, ok }]) => [
      id,
      texts[id] ?? '',
      key,
      String(goal),
      ratio.toFixed(3),
      `${p25.toFixed(3)}-${p75.toFixed(3)}`,
      verdicts[`${ok}`],
    ]),
  );
  const table = [['', 'what', 'of', 'goal', 'figure', 'p25-p75', 'verdict'], ...rows];
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  for (const row of table)
    process.stdout.write(
      `${row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd()}\n`,
    );
}
