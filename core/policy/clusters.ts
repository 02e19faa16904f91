/** Clusters and the hashes of their tokens: a StringList in Parameter Store, a YAML file for `serve`. */
import type { ClusterTokens } from '../ports.ts';
import { quote } from '../text.ts';
import { lineOfProblem } from './load.ts';
import { problemsOf } from './read.ts';
import type { Shape, TextShape } from './shape.ts';
import { readDocumentText } from './source.ts';
import { clusterPattern, clusterText } from './texts.ts';

/** A rotation needs two at once. */
export const maxTokens = 2;
const maxClusters = 10_000;

const hashPattern = /^[0-9a-f]{64}$/;
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
  max: maxClusters,
};

export type ParsedClusters = { readonly clusters: ClusterTokens } | { readonly problems: readonly string[] };

/** YAML: cluster -> list of one or two hashes. */
export async function parseClusters(name: string, text: string): Promise<ParsedClusters> {
  const read = await readDocumentText(text);
  if ('message' in read) return { problems: [`${name}:${read.line}:${read.column}: ${read.message}`] };
  const problems = problemsOf(read.value, clustersShape);
  if (problems.length > 0) return { problems: await Promise.all(problems.map((problem) => lineOfProblem(name, read, problem))) };
  const hashes = read.value as Readonly<Record<string, readonly string[]>>;
  return { clusters: new Map(Object.entries(hashes).map(([cluster, list]) => [cluster, list.map(bytesOf)])) };
}

/** `prod-eu=<sha256 hex>,prod-eu=<the next one>,dev=<...>`; the value is invalid when one item is. */
export function parseClusterList(name: string, text: string): ParsedClusters {
  const clusters = new Map<string, Uint8Array[]>();
  for (const [index, raw] of text.split(',').entries()) {
    const item = raw.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
    const equals = item.indexOf('=');
    const [cluster, hash] = [item.slice(0, Math.max(equals, 0)), item.slice(equals + 1)];
    if (!clusterPattern.test(cluster) || !hashPattern.test(hash))
      return { problems: [`${name}: item ${index + 1}: expected CLUSTER=<64 lower-case hex digits>`] };
    const tokens = clusters.get(cluster) ?? [];
    if (tokens.length === maxTokens)
      return { problems: [`${name}: item ${index + 1}: a third token of ${quote(cluster)}, expected at most ${maxTokens}`] };
    clusters.set(cluster, [...tokens, bytesOf(hash)]);
  }
  return { clusters };
}

function bytesOf(hash: string): Uint8Array {
  return new Uint8Array(Buffer.from(hash, 'hex'));
}
