/** Applies a baseline to a report, and makes the baseline of a report. */
import { appliesTo } from '../policy/where.ts';
import { type BaselineEntry, isExpired } from './baseline.ts';
import { placeOf } from './fingerprint.ts';
import { forgive, isForgivable } from './forgive.ts';
import { objectName, plain } from './plain.ts';
import type { Report, ReportFinding } from './report.ts';

export interface BaselineContext {
  readonly cluster: string | null;
  /** What was judged: nothing is known of the entries of other files. */
  readonly files: ReadonlySet<string>;
  readonly nowMs: number;
}

export interface BaselineResult {
  readonly report: Report;
  /** Entries that are over, although their finding is still there: it counts again. */
  readonly expired: readonly BaselineEntry[];
  /** Entries whose finding is gone: they can be removed. */
  readonly unused: readonly BaselineEntry[];
}

/** Findings that an entry forgives become information with a note. Of entries that fit, one that is not over is used. */
export function applyBaseline(report: Report, entries: readonly BaselineEntry[], context: BaselineContext): BaselineResult {
  const { cluster, files, nowMs } = context;
  const index = Map.groupBy(entries, ({ rule, file, object, image }) => keyOf(rule, file, object, image));
  const found = new Set<BaselineEntry>();
  const noteOf = (finding: ReportFinding): string | null => {
    const fitting = candidates(index, finding).filter((entry) => fits(entry, finding, cluster));
    for (const entry of fitting) found.add(entry);
    const entry = fitting.find((one) => !isExpired(one, nowMs));
    return entry === undefined ? null : `in the baseline until ${entry.until} (${entry.owner}: ${entry.reason})`;
  };
  const forgiven = forgive(report, noteOf);
  const expired = entries.filter((entry) => found.has(entry) && isExpired(entry, nowMs));
  const judged = new Set([...files].map(plain));
  return { report: forgiven, expired, unused: entries.filter((entry) => !found.has(entry) && judged.has(entry.file)) };
}

type Index = ReadonlyMap<string, readonly BaselineEntry[]>;

/** By what most entries name: a cluster's dump is one file with tens of thousands of findings. */
function candidates(index: Index, { rule, file, object, image }: ReportFinding): BaselineEntry[] {
  const [name, text] = [objectName(object), image === null ? undefined : plain(image)];
  const keys = new Set([name, undefined].flatMap((one) => [text, undefined].map((other) => keyOf(plain(rule), plain(file), one, other))));
  return [...keys].flatMap((key) => index.get(key) ?? []);
}

function keyOf(rule: string, file: string, object: string | undefined, image: string | undefined): string {
  return JSON.stringify([rule, file, object ?? null, image ?? null]);
}

/** Rule, file, object and image were looked up. */
function fits(entry: BaselineEntry, { object, path, container }: ReportFinding, cluster: string | null): boolean {
  if (entry.path !== undefined && !isSamePath(entry.path, plain(path))) return false;
  if (entry.container !== undefined && (container === null || entry.container !== plain(container))) return false;
  const where = { clusters: entry.clusters ?? null, namespaces: entry.namespaces ?? null };
  return appliesTo(where, { cluster, namespace: object.namespace }, false);
}

/** The very same path, or one without positions, which means any. */
function isSamePath(written: string, path: string): boolean {
  return written === path || (!/\[\d+\]/.test(written) && written === placeOf(path));
}

/** What new entries say of themselves. */
export interface NewEntries {
  readonly owner: string;
  readonly until: string;
  readonly reason: string;
}

/** Entries for every open finding; those that `known` has already keep their owner, end and reason. Gone ones are left out. */
export function updatedEntries(
  report: Report,
  known: readonly BaselineEntry[],
  added: NewEntries,
  context: BaselineContext,
): BaselineEntry[] {
  const { unused, report: judged } = applyBaseline(report, known, context);
  const gone = new Set(unused);
  const kept = known.filter((entry) => !gone.has(entry) && !isExpired(entry, context.nowMs));
  const open = judged.findings.filter((one) => one.severity !== 'info' && isForgivable(one)).map((finding) => entryOf(finding, added));
  const distinct = new Map([...kept, ...open].map((entry) => [JSON.stringify(entry), entry]));
  return [...distinct.values()];
}

/** Positions are left out, so that the entry still fits when something is put before it. */
function entryOf({ rule, file, object, path, container, image }: ReportFinding, { owner, until, reason }: NewEntries): BaselineEntry {
  return {
    rule: plain(rule),
    file: plain(file),
    object: objectName(object),
    ...(path === '' ? {} : { path: placeOf(plain(path)) }),
    ...(container === null || container === '' ? {} : { container: plain(container) }),
    ...(image === null || image === '' ? {} : { image: plain(image) }),
    owner,
    until,
    reason,
  };
}

/** The file's text: one entry a line, so that a merge conflict is one of lines. JSON strings are YAML strings. */
export function baselineText(entries: readonly BaselineEntry[]): string {
  const lines = entries.map((entry) => {
    const pairs = Object.entries(entry).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
    return `  - { ${pairs.join(', ')} }`;
  });
  const list = lines.length === 0 ? 'findings: []' : ['findings:', ...lines].join('\n');
  return `# Findings that are known and forgiven until a date. Written by: image-warden check --update-baseline\nversion: 1\n${list}\n`;
}

/** For a line on the terminal: `denied-tag in deploy/web.yaml (team-b, until 2027-03-01)`. */
export function entryName({ rule, file, owner, until }: BaselineEntry): string {
  return plain(`${rule} in ${file} (${owner}, until ${until})`);
}
