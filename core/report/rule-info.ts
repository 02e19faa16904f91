/** What people are told about a rule, in SARIF's help, in the reports and in docs/rules.md. Written by us, not hostile. */
export interface RuleInfo {
  readonly id: string;
  /** The standard or group that it belongs to: `baseline`, `restricted`, `supply-chain`. */
  readonly level: string;
  /** What it does unless the policy says otherwise: `deny`, `warn`, `info` or `off`. */
  readonly severity: string;
  /** One sentence: what it finds. */
  readonly summary: string;
  /** A URL: why, from whom. */
  readonly reference: string;
  readonly fix: string;
  /** A manifest or Dockerfile that it finds something in. */
  readonly failing: string;
  /** The same, put right. */
  readonly passing: string;
  /** The policy that both are judged by; null or absent: any. */
  readonly policy?: string | null;
  /** What another tool calls the same rule. */
  readonly alias?: string | null;
  /** The first version of the standard that has it. */
  readonly since?: string | null;
}
