/** Scan reports by hand (test/fixtures/scans), parsed. */
import { readFileSync } from 'node:fs';

export const scannedDigest = `sha256:${'1f2e3d4c'.repeat(8)}`;

const folder = new URL('../../fixtures/scans/', import.meta.url);

export function readScanFixture(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Record<string, unknown>;
}
