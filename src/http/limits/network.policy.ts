const GROUPS = 8;
const NETWORK_GROUPS = 4;

/**
 * The network that an address is counted as: an IPv4 address itself, or the first 64 bits of an IPv6 address, since a
 * client usually controls such a network as a whole.
 */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = plain.split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : GROUPS - first.length - last.length;
  const groups = [...first, ...Array<string>(Math.max(0, zeros)).fill('0'), ...last];
  return groups.slice(0, NETWORK_GROUPS).join(':').toLowerCase();
}
