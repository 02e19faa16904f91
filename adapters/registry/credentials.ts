/** Credentials of registries, and where they come from: Docker's configuration file, ECR, a parameter. */

/** "No credentials" is a value, so that nobody forgets the case. */
export type Credentials = { readonly kind: 'anonymous' } | { readonly kind: 'basic'; readonly username: string; readonly password: string };

export const anonymous: Credentials = { kind: 'anonymous' };

/** The credentials for a host as images name it. Rejects when they could not be had, which is not the same as having none. */
export type CredentialSource = (host: string) => Promise<Credentials>;

export function basicHeader({ username, password }: Extract<Credentials, { kind: 'basic' }>): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}
