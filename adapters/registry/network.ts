/**
 * The guard on every connection: an address is judged when a name has been resolved to it, and that very address is connected to,
 * so that a second resolution cannot change it. Node asks no lookup for an address in the host's place: those are judged beforehand.
 */
import type { Agent, RequestOptions } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { addressKind } from './address.ts';
import type { Reach } from './endpoint.ts';
import { RegistryFailure } from './failure.ts';

/** The world's names. */
export interface Network {
  /** Every address of a name, at least one; rejects when there is none. */
  resolve(name: string): Promise<readonly string[]>;
  /** The address to dial instead of one that was admitted: itself, but in tests, which have no public addresses. */
  dial(address: string): string;
  /** Certificates to trust besides the system's, PEM. */
  readonly ca?: string;
}

export interface Connections {
  /**
   * Options of a request that may reach this far; `isFresh`: over a connection of its own. Throws a `RegistryFailure` for an
   * address that it may not reach.
   */
  optionsFor(url: URL, reach: Reach, isFresh: boolean): RequestOptions;
  close(): void;
}

const admitted: Readonly<Record<Reach, readonly string[]>> = {
  public: ['public'],
  private: ['public', 'private'],
  loopback: ['public', 'private', 'loopback'],
};

export const systemNetwork: Network = {
  resolve: async (name) => {
    const { lookup } = process.getBuiltinModule('node:dns/promises');
    return (await lookup(name, { all: true, verbatim: true })).map(({ address }) => address);
  },
  dial: (address) => address,
};

/** Connections are kept alive, in a pool for each reach: one that a private registry may use must not serve a redirect. */
export function connections(network: Network): Connections {
  const pools = new Map<string, Agent>();
  return {
    optionsFor(url, reach, isFresh) {
      const name = url.hostname.replace(/^\[|\]$/g, '');
      if (isIP(name) !== 0) check(name, name, reach);
      const key = `${url.protocol}${reach}${isFresh}`;
      const agent = pools.get(key) ?? newAgent(url.protocol, network, !isFresh);
      pools.set(key, agent);
      return { agent, lookup: lookupIn(network, reach) };
    },
    close: () => {
      for (const agent of pools.values()) agent.destroy();
    },
  };
}

function newAgent(protocol: string, { ca }: Network, keepAlive: boolean): Agent {
  const options = { keepAlive, maxFreeSockets: 16, timeout: 30_000 };
  if (protocol === 'http:') return new (process.getBuiltinModule('node:http').Agent)(options) as Agent;
  const { rootCertificates } = process.getBuiltinModule('node:tls');
  return new (process.getBuiltinModule('node:https').Agent)({ ...options, ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }) });
}

function lookupIn(network: Network, reach: Reach): LookupFunction {
  return (name, options, callback) => {
    resolveIn(network, reach, name).then(
      (addresses) => {
        const [first] = addresses;
        if (options.all === true || first === undefined) callback(null, [...addresses]);
        else callback(null, first.address, first.family);
      },
      (error: unknown) => callback(error as NodeJS.ErrnoException, []),
    );
  };
}

/** One address that may not be reached refuses the whole name: a name that is half inside is not an accident. */
async function resolveIn(network: Network, reach: Reach, name: string) {
  const addresses = await network.resolve(name);
  for (const address of addresses) check(address, name, reach);
  return addresses.map(network.dial).map((address) => ({ address, family: isIP(address) }));
}

function check(address: string, name: string, reach: Reach): void {
  const kind = addressKind(address);
  if (admitted[reach].includes(kind)) return;
  const what = kind === 'forbidden' ? 'a metadata or reserved' : `a ${kind}`;
  throw new RegistryFailure('refused', `${name} is at ${what} address`);
}
