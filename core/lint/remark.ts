/** What lint says of a policy that loads: it may mean something else than it says. */

type RemarkKind =
  | 'broken'
  | 'contradictory'
  | 'unreachable'
  | 'shadowed'
  | 'too-wide'
  | 'over'
  | 'expiring'
  | 'no-effect'
  | 'twice'
  | 'unused'
  | 'untested';

export interface Remark {
  readonly kind: RemarkKind;
  /** A note is good to know; a warning is a likely mistake. */
  readonly level: 'warn' | 'note';
  /** Where it stands in the document; null: in the allowlist. */
  readonly steps: readonly (string | number)[] | null;
  /** One sentence part, printable. */
  readonly message: string;
}
