/** A signed call of AWS's JSON protocols, as the adapters here need it; whoever composes them has the library and the credentials. */

export interface AwsRequest {
  /** `ecr`, `kms` */
  readonly service: string;
  readonly region: string;
  /** `AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken` */
  readonly target: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface AwsAnswer {
  readonly status: number;
  /** Parsed JSON; undefined when it is none. */
  readonly body: unknown;
}

/** Rejects when there is no answer. */
export type AwsCall = (request: AwsRequest) => Promise<AwsAnswer>;

/** A signed GET of AWS's REST protocols. */
export interface AwsGet {
  /** The name it is signed for: `signer`. */
  readonly service: string;
  readonly region: string;
  /** Built by the adapter that asks, never taken from evidence. */
  readonly host: string;
  readonly path: string;
  /** Names may repeat; nothing is encoded yet. */
  readonly query: readonly (readonly [name: string, value: string])[];
}

/** Rejects when there is no answer. */
export type SignedGet = (request: AwsGet) => Promise<AwsAnswer>;
