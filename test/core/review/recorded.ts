/** Requests that real API servers sent, byte for byte. */
import { readFileSync } from 'node:fs';

const folder = new URL('../../fixtures/cluster/', import.meta.url);

export interface Recorded {
  readonly name: string;
  /** The path and query that it was sent to. */
  readonly url: string;
  readonly bytes: Uint8Array;
  /** Of an AdmissionReview, else null. */
  readonly uid: string | null;
  readonly apiVersion: string;
}

export const recorded: readonly Recorded[] = readFileSync(new URL('INDEX.tsv', folder), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [name = '', url = '', size = ''] = line.split('\t');
    const bytes = readFileSync(new URL(`${name}.body.json`, folder));
    if (bytes.length !== Number(size)) throw new Error(`${name}: ${bytes.length} bytes, recorded were ${size}`);
    const body = JSON.parse(bytes.toString()) as { apiVersion: string; request?: { uid: string } };
    return { name, url, bytes: new Uint8Array(bytes), uid: body.request?.uid ?? null, apiVersion: body.apiVersion };
  });
