/** Names of AWS Signer. Source: Service Authorization Reference, resource types of AWS Signer. Grammar: `arn:PARTITION:signer:REGION:ACCOUNT:/...`. */

interface Place {
  /** The whole ARN. */
  readonly text: string;
  readonly partition: string;
  readonly region: string;
}

export interface ProfileArn extends Place {
  readonly name: string;
  /** Null: whichever version. */
  readonly version: string | null;
}

const place = /^arn:(aws|aws-us-gov|aws-cn|aws-eusc):signer:([a-z]{2,4}(?:-[a-z]+)+-\d{1,2}):\d{12}:(.*)$/;

/** A signing profile of a known partition; null for anything else. */
export function parseProfileArn(text: string): ProfileArn | null {
  const [, partition, region, resource = ''] = place.exec(text) ?? [];
  const [, name, version = null] = /^\/signing-profiles\/(\w{2,64})(?:\/(\w{1,64}))?$/.exec(resource) ?? [];
  return partition === undefined || region === undefined || name === undefined ? null : { text, partition, region, name, version };
}

/** A signing job of a known partition; null for anything else. */
export function parseJobArn(text: string): Place | null {
  const [, partition, region, resource = ''] = place.exec(text) ?? [];
  const isJob = /^\/signing-jobs\/[\w-]{1,64}$/.test(resource);
  return partition === undefined || region === undefined || !isJob ? null : { text, partition, region };
}

/** A profile without a version means each of its versions; everything else is exact. */
export function meansProfile(expected: ProfileArn, { text, version }: ProfileArn): boolean {
  return expected.version === null ? text === `${expected.text}/${version}` : text === expected.text;
}
