/** Clusters and the hashes of their tokens as `serve` reads them: YAML, cluster -> list of one or two hashes. */
import { hashBytes, hashPattern, maxTokens, type ParsedClusters } from './cluster-list.ts';
import { readShaped } from './document.ts';
import type { Shape, TextShape } from './shape.ts';
import { clusterText } from './texts.ts';

const hashText: TextShape = {
  type: 'text',
  doc: 'The sha256 of a token.',
  secret: true,
  check: (text) => (hashPattern.test(text) ? null : { expected: 'the sha256 of a token, 64 lower-case hex digits', reason: null }),
};
const clustersShape: Shape = {
  type: 'map',
  doc: 'Cluster -> hashes of its tokens.',
  key: clusterText,
  of: { type: 'list', doc: 'Hashes of its tokens.', of: hashText, min: 1, max: maxTokens },
  max: 10_000,
};

export async function parseClusters(name: string, text: string): Promise<ParsedClusters> {
  const read = await readShaped({ name, text }, clustersShape);
  if ('problems' in read) return read;
  const hashes = read.value as Readonly<Record<string, readonly string[]>>;
  return { clusters: new Map(Object.entries(hashes).map(([cluster, list]) => [cluster, list.map(hashBytes)])) };
}
