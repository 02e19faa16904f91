/** What is to be reached, and how a measurement becomes a verdict. A figure is a ratio to a baseline of the same run, unless its unit says otherwise. */

export const goals: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  G1: { '2KB': 1.25, '6KB': 1.15, '100KB': 1.08, '1.5MB': 1.08 },
  G2: { '2KB': 1.2, '6KB': 1.2, '100KB': 1.1, '1.5MB': 1.1 },
  G3: { '100 entries': 1.05, '100 entries, at hand': 1.05, '10,000 entries': 1.15 },
  G4: { KB: 32 },
  G5: { ms: 13, 'ms, the call alone': 13 },
  G8: { '100,000 entries': 1.1 },
  G9: { '2KB': 0.06, '6KB': 0.06, '100KB': 0.06, '1.5MB': 0.06, '200 containers': 1.3 },
  G11: { 'first response': 1.03, 'after load': 1.08 },
  G12: { p99: 1.1 },
  // Milliseconds and counts; 16 connections are what one host is asked over.
  evidence: { cached: 1, 'round trips': 6, ms: 400, '20 images: ms': 2000, connections: 16 },
};

/** Peers are to be so many times slower than ours. */
export const peerGoals: Readonly<Record<string, Readonly<Record<string, readonly [number, number, number]>>>> = {
  G6: { 'kube-image-bouncer': [2.8, 3.4, 6], opa: [5.4, 6, 7.8] },
  G7: { go: [1.15, 1.2, 2.1] },
};

export const texts: Readonly<Record<string, string>> = {
  G1: 'warm handler, whole / floor',
  G2: 'the same through the Runtime API (CPU)',
  G3: 'cold: CPU to the first response / empty handler',
  G4: 'index.mjs and its static imports, KB',
  G5: 'first signed call over https, ms of CPU above the empty handler',
  G6: 'a peer / serve over HTTP, CPU per request',
  G7: 'a minimal Go webhook / serve over HTTP, CPU per request',
  G8: 'decision at so many entries / at 10',
  G9: 'decision / floor; 200 containers / 200 x one',
  G11: 'memory high water / empty handler',
  G12: '1.5 MB body: p99 / floor p99',
  evidence: 'added by a kept verdict; a first one, 30 ms per request',
};

export interface Figure {
  /** KB in G4, ms in G5; in `evidence` what the key says. */
  readonly ratio: number;
  readonly p25: number;
  readonly p75: number;
  readonly goal: number;
  /** Null: the run was too noisy to tell. */
  readonly ok: boolean | null;
}

/** Quartiles that differ by more than this are noise. */
const maxSpread = 1.25;

/** The median of the samples against a goal that they must not pass, or that they must reach. */
export function figureOf(samples: readonly number[], goal: number, better: 'lower' | 'higher' = 'lower'): Figure {
  const sorted = samples.toSorted((a, b) => a - b);
  const [p25, ratio, p75] = [0.25, 0.5, 0.75].map((share) => quantile(sorted, share)) as [number, number, number];
  const reached = better === 'lower' ? ratio <= goal : ratio >= goal;
  return { ratio: round(ratio), p25: round(p25), p75: round(p75), goal, ok: p75 / p25 > maxSpread ? null : reached };
}

/** Of sorted samples. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function round(x: number): number {
  return Math.round(x * 1000) / 1000;
}
