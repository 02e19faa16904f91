/** `WWW-Authenticate` as registries send it (RFC 9110, section 11.6.1; distribution, token specification). The header is hostile. */

export type Challenge =
  | { readonly scheme: 'basic' }
  | { readonly scheme: 'bearer'; readonly realm: string; readonly service: string | null };

/** The challenge that can be met; null when there is none. */
export function parseChallenge(header: string | null): Challenge | null {
  const [, scheme = '', rest = ''] = /^\s*([A-Za-z]+)(?:\s+(.*))?$/.exec((header ?? '').slice(0, 4096)) ?? [];
  if (scheme.toLowerCase() === 'basic') return { scheme: 'basic' };
  if (scheme.toLowerCase() !== 'bearer') return null;
  const parameters = new Map<string, string>();
  for (const [, key = '', quoted, plain] of rest.matchAll(/([A-Za-z]+)=(?:"([^"]*)"|([^\s,"]+))/g))
    parameters.set(key.toLowerCase(), quoted ?? plain ?? '');
  const realm = parameters.get('realm');
  return realm ? { scheme: 'bearer', realm, service: parameters.get('service') ?? null } : null;
}
