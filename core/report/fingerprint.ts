/** What makes a finding the same finding in tomorrow's report, although lines and list positions have moved. */
import { createHash } from 'node:crypto';
import type { ReportFinding } from './report.ts';

/** `items[3].spec.containers[0].image` -> `spec.containers[].image`: no positions, and nothing of the List around the object. */
export function placeOf(path: string): string {
  return path.replace(/^items\[\d+\]\.?/, '').replace(/\[\d+\]/g, '[]');
}

/**
 * One fingerprint a finding, in their order: 32 hex digits of the sha256 of what it is about. Findings that are alike in all
 * of it are told apart by their number: `...:1`, `...:2`.
 */
export function fingerprintsOf(findings: readonly ReportFinding[]): string[] {
  const seen = new Map<string, number>();
  return findings.map(({ rule, file, object, path, container, image }) => {
    const { kind, namespace, name } = object;
    const identity = JSON.stringify([rule, file, kind, namespace, name, placeOf(path), container, image]);
    const hash = createHash('sha256').update(identity).digest('hex').slice(0, 32);
    const number = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, number);
    return `${hash}:${number}`;
  });
}
