import type { Agent } from 'node:https';
import { describe, expect, it } from '@jest/globals';
import { connections, type Network } from '../../../adapters/registry/network.ts';

const network = (addresses: readonly string[] = []): Network => ({ resolve: async () => addresses, dial: (address) => address });
const url = new URL('https://a.io/v2/');

describe('connections', () => {
  it('are kept in a pool for each scheme and reach, and none is kept of those that must be new', () => {
    const { optionsFor, close } = connections(network());
    const agentOf = (...args: Parameters<typeof optionsFor>) => optionsFor(...args).agent as Agent;
    const agents = [
      agentOf(url, 'public', false),
      agentOf(url, 'private', false),
      agentOf(url, 'loopback', false),
      agentOf(new URL('http://a.io/'), 'loopback', false),
      agentOf(url, 'public', true),
    ];
    expect(new Set(agents).size).toBe(5);
    expect(agentOf(new URL('https://b.io/'), 'public', false)).toBe(agents[0]);
    expect(agents.map((agent): unknown => Reflect.get(agent, 'keepAlive'))).toEqual([true, true, true, true, false]);
    close();
  });

  const metadata = 'is at a metadata or reserved address';
  it.each<[string, 'public' | 'private' | 'loopback', string | null]>([
    ['https://93.184.216.34/', 'public', null],
    ['https://10.0.0.1/', 'public', '10.0.0.1 is at a private address'],
    ['https://10.0.0.1/', 'private', null],
    ['https://127.0.0.1/', 'private', '127.0.0.1 is at a loopback address'],
    ['https://[::1]/', 'private', '::1 is at a loopback address'],
    ['https://[::1]/', 'loopback', null],
    ['https://169.254.169.254/', 'loopback', `169.254.169.254 ${metadata}`],
    ['https://[fd00:ec2::254]/', 'loopback', `fd00:ec2::254 ${metadata}`],
  ])('to %s that may reach %s: %j', (address, reach, message) => {
    const ask = () => connections(network()).optionsFor(new URL(address), reach, false);
    if (message === null) expect(ask).not.toThrow();
    else expect(ask).toThrow(message);
  });

  it.each<[string, readonly string[], string | null]>([
    ['one public address', ['93.184.216.34'], null],
    ['a public and a private address', ['93.184.216.34', '10.0.0.1'], 'a.io is at a private address'],
    ['a private and a public address', ['10.0.0.1', '93.184.216.34'], 'a.io is at a private address'],
    ['a metadata address', ['169.254.169.254'], `a.io ${metadata}`],
  ])('to a name with %s', async (_, addresses, message) => {
    const { lookup } = connections(network(addresses)).optionsFor(url, 'public', false);
    for (const all of [true, false]) {
      const found = await new Promise((resolve) => lookup?.('a.io', { all }, (error, address) => resolve(error?.message ?? address)));
      const admitted = all ? addresses.map((address) => ({ address, family: 4 })) : addresses[0];
      expect(found).toEqual(message ?? admitted);
    }
  });
});
