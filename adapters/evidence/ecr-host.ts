/** Account and region of an ECR registry, which its host names; they are passed on in every call about it. */

export interface EcrHost {
  readonly account: string;
  readonly region: string;
}

/** Null: no private ECR registry. */
export function parseEcrHost(host: string): EcrHost | null {
  const [, account, region] =
    /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z]{2}(?:-[a-z]+)+-\d)\.(?:amazonaws\.com(?:\.cn)?|on\.aws|on\.amazonwebservices\.com\.cn)$/.exec(
      host,
    ) ?? [];
  return account === undefined || region === undefined ? null : { account, region };
}
