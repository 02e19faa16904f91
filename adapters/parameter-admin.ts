/** Parameter Store for people: read a stage, write a version, read the history. The command line may use the AWS SDK. */
import { GetParameterHistoryCommand, GetParametersCommand, ParameterNotFound, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';

export type ParameterKind = 'allowlist' | 'policy' | 'clusters';

export interface ParameterVersion {
  readonly version: number;
  readonly value: string;
  readonly type: string;
  /** ISO 8601; null when the store does not tell. */
  readonly date: string | null;
  /** Who wrote it, an ARN. */
  readonly user: string | null;
}

export interface ParameterAdmin {
  /** The newest values; null: there is none. */
  read(): Promise<Readonly<Record<ParameterKind, string | null>>>;
  /** Writes a new version; resolves with its number. */
  write(kind: ParameterKind, value: string, tier: 'Standard' | 'Advanced'): Promise<number>;
  /** Newest first; empty when there is no such parameter. */
  history(kind: ParameterKind): Promise<readonly ParameterVersion[]>;
}

const kinds: readonly ParameterKind[] = ['allowlist', 'policy', 'clusters'];

/** Region, credentials and `AWS_ENDPOINT_URL_SSM` as the AWS SDK finds them. */
export function parameterAdmin(stage: string): ParameterAdmin {
  const client = new SSMClient({});
  const name = (kind: ParameterKind): string => `/image-warden/${stage}/${kind}`;
  return {
    async read() {
      const { Parameters = [] } = await client.send(new GetParametersCommand({ Names: kinds.map(name) }));
      const value = (kind: ParameterKind): string | null => Parameters.find(({ Name }) => Name === name(kind))?.Value ?? null;
      return { allowlist: value('allowlist'), policy: value('policy'), clusters: value('clusters') };
    },
    async write(kind, value, tier) {
      const Type = kind === 'policy' ? 'String' : 'StringList';
      const { Version = 0 } = await client.send(
        new PutParameterCommand({ Name: name(kind), Value: value, Type, Tier: tier, Overwrite: true }),
      );
      return Version;
    },
    async history(kind) {
      const versions: ParameterVersion[] = [];
      let token: string | undefined;
      do {
        const page = await client
          .send(new GetParameterHistoryCommand({ Name: name(kind), ...(token === undefined ? {} : { NextToken: token }) }))
          .catch((error: unknown) => {
            if (error instanceof ParameterNotFound) return { Parameters: [], NextToken: undefined };
            throw error;
          });
        for (const { Version = 0, Value = '', Type = '', LastModifiedDate, LastModifiedUser } of page.Parameters ?? [])
          versions.push({
            version: Version,
            value: Value,
            type: Type,
            date: LastModifiedDate?.toISOString() ?? null,
            user: LastModifiedUser ?? null,
          });
        token = page.NextToken;
      } while (token !== undefined);
      return versions.sort((a, b) => b.version - a.version);
    },
  };
}
