/** Every output by the name that `--format` gives it; only the one that is asked for is loaded. */
import type { Format } from './formats.ts';
import type { Report } from './report.ts';
import type { RuleInfo } from './rule-info.ts';
import type { Paint } from './text.ts';

export interface RenderOptions {
  readonly paint: Paint;
  /** Columns of the terminal; null: it is none. */
  readonly width: number | null;
  /** Of Image Warden. */
  readonly version: string;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  readonly rules: readonly RuleInfo[];
}

/** The report in this format, without a line end behind it. */
export async function render(report: Report, format: Format, { paint, width, version, nowMs, rules }: RenderOptions): Promise<string> {
  switch (format) {
    case 'text':
      return (await import('./text.ts')).textReport(report, paint, width).join('\n');
    case 'json':
      return (await import('./json.ts')).jsonReport(report);
    case 'sarif':
      return (await import('./sarif.ts')).sarifReport(report, { version, rules });
    case 'junit':
      return (await import('./junit.ts')).junitReport(report);
    case 'github':
      return (await import('./github.ts')).githubReport(report).join('\n');
    case 'markdown':
      return (await import('./markdown.ts')).markdownReport(report, rules);
    case 'html':
      return (await import('./html.ts')).htmlReport(report, { madeAtMs: nowMs });
  }
}
