/** Metric filters as CloudWatch Logs applies them: the subset of its pattern language that the template uses. */
import { ofType, type Synthesised } from '../synth.ts';

type Condition = (record: Readonly<Record<string, unknown>>) => boolean;

/** Lines that each metric filter counts, by the metric's name. */
export function counted(template: Synthesised, lines: readonly string[]): Record<string, number> {
  const records = lines.flatMap(recordOf);
  const count = (pattern: string): number => {
    const conditions = conditionsOf(pattern);
    return records.filter((record) => conditions.every((condition) => condition(record))).length;
  };
  return Object.fromEntries(
    ofType(template, 'AWS::Logs::MetricFilter').map(({ FilterPattern, MetricTransformations: [metric] }) => [
      metric.MetricName,
      count(FilterPattern),
    ]),
  );
}

/** A line that is no JSON object matches no pattern. */
function recordOf(line: string): Record<string, unknown>[] {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? [value as Record<string, unknown>] : [];
  } catch {
    return [];
  }
}

/** `{ ($.a = "b") && ($.c IS TRUE) }` */
function conditionsOf(pattern: string): Condition[] {
  return pattern
    .slice(2, -2)
    .split(' && ')
    .map((each) => conditionOf(each.replace(/^\((.*)\)$/, '$1')));
}

function conditionOf(text: string): Condition {
  const [, key = '', operation = ''] = /^\$\.([\w-]+) (.*)$/.exec(text) ?? [];
  if (operation === 'IS TRUE' || operation === 'IS FALSE') return (record) => record[key] === (operation === 'IS TRUE');
  const [, value = ''] = /^= (.*)$/.exec(operation) ?? [];
  if (value === '"*"') return (record) => typeof record[key] === 'string';
  if (value === '') throw new Error(`a pattern that is not understood: ${text}`);
  return (record) => record[key] === JSON.parse(value);
}
