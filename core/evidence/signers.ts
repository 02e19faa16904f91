/** Thresholds count signers, not names: two verifiers that trust one key are one signer. */

/**
 * The most verifiers that can be given a signer of their own (maximum bipartite matching). `signers` holds for each verifier who
 * signed in its eyes; lists are short.
 */
export function countDistinct(signers: readonly (readonly string[])[]): number {
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
