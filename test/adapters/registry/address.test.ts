import { describe, expect, it } from '@jest/globals';
import { type AddressKind, addressKind } from '../../../adapters/registry/address.ts';

describe('addressKind', () => {
  it.each<[AddressKind, string[]]>([
    ['public', ['93.184.216.34', '8.8.8.8', '172.32.0.1', '192.167.255.255', '2606:4700::1111', '::ffff:8.8.8.8', '64:ff9b::8.8.8.8']],
    [
      'private',
      [
        '10.0.0.1',
        '172.16.0.1',
        '172.31.255.255',
        '192.168.1.1',
        '100.64.0.1',
        'fc00::1',
        'fd12::1',
        '::ffff:10.0.0.1',
        '::ffff:a00:1',
        '64:ff9b::a00:1',
      ],
    ],
    ['loopback', ['127.0.0.1', '127.255.0.1', '::1', '::ffff:127.0.0.1', '::ffff:7f00:1', '::127.0.0.1']],
    [
      'forbidden',
      [
        '169.254.169.254',
        '169.254.170.2',
        '::ffff:169.254.169.254',
        '::ffff:a9fe:a9fe',
        '::a9fe:a9fe',
        '64:ff9b::a9fe:a9fe',
        '::ffff:0:127.0.0.1',
        '::ffff:0:a9fe:a9fe',
        '100.100.100.200',
        '168.63.129.16',
        '192.0.0.192',
        'fd00:ec2::254',
        'fe80::1',
        'fe80::1%eth0',
        '2606:4700::1111%eth0',
        '0.0.0.0',
        '0.1.2.3',
        '255.255.255.255',
        '224.0.0.1',
        'ff02::1',
        '::',
        '2002:a9fe:a9fe::',
        '2001::1',
        'localhost',
        '2852039166',
        '0x7f.1',
        '',
      ],
    ],
  ])('%s', (kind, addresses) => {
    expect(addresses.map((address) => [address, addressKind(address)])).toEqual(addresses.map((address) => [address, kind]));
  });
});
