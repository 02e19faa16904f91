/** Scopes that admit strangers' images: registries where anybody may push. */

const everybody = new Map([
  ['docker.io', 'everybody may push there; name an organisation, such as docker.io/library'],
  ['ghcr.io', 'every GitHub account may push there; name an organisation, such as ghcr.io/acme'],
  ['quay.io', 'everybody may push there; name an organisation'],
  ['gcr.io', 'every Google Cloud project may push there; name a project'],
  ['public.ecr.aws', 'every AWS account may push there; name a registry alias'],
  ['registry.gitlab.com', 'every GitLab account may push there; name a group'],
]);

const wildcards: readonly (readonly [RegExp, string])[] = [
  [/^\*\.dkr\.ecr(-fips)?\.[a-z0-9-]+\.(amazonaws\.com(\.cn)?|on\.aws)$/, 'it admits every AWS account; name your accounts'],
  [/^\*\.azurecr\.io$/, "it admits everybody's Azure registries; name your own"],
  [/^\*\.pkg\.dev$/, 'it admits every Google Cloud project; name host and project'],
  [/^\*\.(amazonaws|cloudfront|windows|core\.windows)\.(com|net)$/, "it admits everybody's hosts there"],
];

/** Why an allow of this scope is too wide; null when it is not. */
export function wideReason(scope: string): string | null {
  return everybody.get(scope) ?? wildcards.find(([pattern]) => pattern.test(scope))?.[1] ?? null;
}
