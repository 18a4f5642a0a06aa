import { BlockList, isIP } from 'node:net';

/** Networks of IPv4 that are not on the internet, or are for special purposes (IANA's registry). */
const SPECIAL_V4: readonly (readonly [network: string, prefix: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
/** Of the one network of IPv6 that is on the internet, the parts that lead elsewhere: tunnels to IPv4, examples. */
const SPECIAL_V6: readonly (readonly [network: string, prefix: number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const special = new BlockList();
for (const [network, prefix] of SPECIAL_V4) special.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of SPECIAL_V6) special.addSubnet(network, prefix, 'ipv6');
const mapped = new BlockList();
mapped.addSubnet('::ffff:0:0', 96, 'ipv6');
const unicast = new BlockList();
unicast.addSubnet('2000::', 3, 'ipv6');

/**
 * Whether an address is one of the internet: neither loopback, private, link-local nor otherwise special, whether it is
 * written as IPv4, as IPv6, or as IPv4 within IPv6. Pure.
 */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return !special.check(address, 'ipv4');
  if (version !== 6 || address.includes('%')) return false;
  if (mapped.check(address, 'ipv6')) return isPublicAddress(v4Within(address));
  return unicast.check(address, 'ipv6') && !special.check(address, 'ipv6');
}

/** The IPv4 address within an IPv4-mapped one, however that is written. */
function v4Within(address: string): string {
  const groups = new URL(`http://[${address}]/`).hostname.slice('[::ffff:'.length, -1).split(':');
  const [high = 0, low = 0] = groups.map((group) => Number.parseInt(group, 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}
