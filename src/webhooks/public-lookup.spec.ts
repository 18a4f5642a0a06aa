import type { LookupAddress } from 'node:dns';
import { describe, expect, it } from '@jest/globals';
import { PrivateAddressError, publicLookup } from './public-lookup.js';

const addressesOf = (...addresses: string[]): LookupAddress[] =>
  addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

/** What a connection gets that asks for all addresses, or one, each time that it asks. */
function asked(all: boolean, ...answers: LookupAddress[][]): Promise<unknown>[] {
  const queue = [...answers];
  const lookup = publicLookup((_host, _options, done) => done(null, queue.shift() ?? []));
  return answers.map(
    () =>
      new Promise((resolve, reject) => {
        lookup('a.example', { all }, (error, found) => (error ? reject(error) : resolve(found)));
      }),
  );
}

describe('the lookup of a webhook', () => {
  it('gives the addresses of the internet, and leaves the others out', async () => {
    const found = addressesOf('10.0.0.1', '8.8.8.8', '::1', '2606:4700::1111');
    expect(await asked(true, found)[0]).toEqual(addressesOf('8.8.8.8', '2606:4700::1111'));
    expect(await asked(false, found)[0]).toBe('8.8.8.8');
  });

  it('fails when there is none, whatever the name led to before', async () => {
    const [first, second, third] = asked(
      true,
      addressesOf('8.8.8.8'),
      addressesOf('127.0.0.1'),
      addressesOf('::ffff:7f00:1', 'fe80::1'),
    );
    await expect(second).rejects.toThrow(PrivateAddressError);
    await expect(third).rejects.toThrow(PrivateAddressError);
    expect(await first).toEqual(addressesOf('8.8.8.8'));
  });
});
