/** 127.0.0.0/8; each octet is 0 to 255, without leading zeros. */
const V4 = /^127(?:\.(?:\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])){3}$/;
const MAPPED_V4 = /^::ffff:(?=\d+\.)/i;
/** 127.0.0.0/8 as an IPv6 address in hex groups, of which the last but one always has four digits. */
const MAPPED_IN_GROUPS = /^::ffff:7f[\da-f]{2}:[\da-f]{1,4}$/i;
const HOST = /^(?:\[(?<v6>[^\]]*)\]|(?<name>[^:[\]]*))(?::(?<port>\d{1,5}))?$/;
const MAX_PORT = 65_535;

/**
 * Whether a host name or an address, without a port, is the loopback interface: `localhost`, 127.0.0.0/8, ::1, or an
 * IPv4-mapped address of 127.0.0.0/8.
 */
export function isLoopback(host: string): boolean {
  return host.toLowerCase() === 'localhost' || V4.test(host) || isLoopbackV6(host);
}

/** Whether a `Host` header names the loopback interface, on any port; IPv6 addresses are in brackets there. */
export function isLoopbackHostHeader(header: string | undefined): boolean {
  const { v6, name, port } = HOST.exec(header ?? '')?.groups ?? {};
  if (Number(port ?? 0) > MAX_PORT) return false;
  return v6 === undefined ? isLoopback(name ?? '') : isLoopbackV6(v6);
}

function isLoopbackV6(address: string): boolean {
  if (address === '::1' || MAPPED_IN_GROUPS.test(address)) return true;
  return MAPPED_V4.test(address) && V4.test(address.replace(MAPPED_V4, ''));
}
