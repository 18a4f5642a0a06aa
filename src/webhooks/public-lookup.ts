import { lookup, type LookupAddress, type LookupAllOptions } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address.js';

/** The name of a host leads to no address of the internet. */
export class PrivateAddressError extends Error {}

/** What resolves names; as `dns.lookup` with all addresses. */
type Resolve = (
  hostname: string,
  options: LookupAllOptions,
  done: (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => void,
) => void;

/**
 * Resolves the name of a host for a connection that is about to be made, and lets it have the addresses of the internet
 * alone. What it gives is what is connected to: a name that leads elsewhere the next time gains nothing.
 */
export function publicLookup(resolve: Resolve = lookup): LookupFunction {
  return (hostname, options, done) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      if (error) return done(error, []);
      const addresses = found.filter(({ address }) => isPublicAddress(address));
      const [first] = addresses;
      if (!first) return done(new PrivateAddressError(), []);
      if (options.all) done(null, addresses);
      else done(null, first.address, first.family);
    });
  };
}
