/** Something in a Dockerfile that cannot be told, or that a builder refuses: the file is never green. */
export interface Place {
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units. */
  readonly column: number;
}

export interface DockerfileProblem extends Place {
  /** One clause, printable ASCII. */
  readonly message: string;
}
