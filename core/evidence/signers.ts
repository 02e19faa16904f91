/** Thresholds count signers, not names: two verifiers that trust one key are one signer. */

/**
 * The most verifiers that can be given a signer of their own (maximum bipartite matching). `signers` holds for each verifier who
 * signed in its eyes; lists are short.
 */
export function countDistinct(named: readonly (readonly string[])[]): number {
  const signers = named.map((list) => list.map(keyOf));
  const takenBy = new Map<string, number>();
  const assign = (verifier: number, tried: Set<string>): boolean => {
    for (const signer of signers[verifier] ?? []) {
      if (tried.has(signer)) continue;
      tried.add(signer);
      const holder = takenBy.get(signer);
      if (holder !== undefined && !assign(holder, tried)) continue;
      takenBy.set(signer, verifier);
      return true;
    }
    return false;
  };
  return signers.filter((_, verifier) => assign(verifier, new Set())).length;
}

/** `SUBJECT, key FINGERPRINT` of a certificate is the same signer as `key FINGERPRINT`, and as the key's other certificates. */
function keyOf(signer: string): string {
  return /, (key [0-9a-f]{64})$/.exec(signer)?.[1] ?? signer;
}
