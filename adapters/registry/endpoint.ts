/** Where a registry's API is, and whom it may send us to for a token: a built-in table, the policy's `registries`, else the host itself. */

/** An entry of the policy's `registries`. */
export interface RegistrySettings {
  /** Its names may resolve to private addresses. */
  readonly private?: boolean;
  readonly plainHttp?: boolean;
  /** The host that issues its tokens, when it is another one. */
  readonly realm?: string;
}

/** What a connection may reach: `loopback` includes private, which includes public. */
export type Reach = 'public' | 'private' | 'loopback';

export interface Endpoint {
  /** As the image names it. */
  readonly host: string;
  /** `https://registry-1.docker.io`; http only when the policy says so. */
  readonly origin: string;
  /** Hosts that tokens may come from. */
  readonly realms: readonly string[];
  readonly reach: Reach;
}

const known: ReadonlyMap<string, { readonly api: string; readonly realm: string }> = new Map([
  ['docker.io', { api: 'registry-1.docker.io', realm: 'auth.docker.io' }],
  ['registry.gitlab.com', { api: 'registry.gitlab.com', realm: 'gitlab.com' }],
]);

/** `commandLine`: loopback and plain HTTP are for `serve`, `check` and `verify` only, never for the function. */
export function endpointOf(host: string, settings: RegistrySettings | undefined, commandLine: boolean): Endpoint {
  const api = known.get(host)?.api ?? host;
  const realm = settings?.realm ?? known.get(host)?.realm ?? host;
  const plain = commandLine && settings?.plainHttp === true;
  const inside = commandLine ? 'loopback' : 'private';
  return {
    host,
    origin: `${plain ? 'http' : 'https'}://${api}`,
    realms: [...new Set([realm, api])],
    reach: settings?.private === true ? inside : 'public',
  };
}
