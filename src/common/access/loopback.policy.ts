const LOOPBACK_V4 = /^127(?:\.\d{1,3}){3}$/;
const MAPPED_V4 = /^::ffff:/i;
const PORT = /:\d{1,5}$/;

/** Whether a name or an address, without a port, is this machine alone: `localhost`, 127.0.0.0/8 or ::1. */
export function isLoopback(host: string): boolean {
  const address = host.replace(MAPPED_V4, '');
  return address.toLowerCase() === 'localhost' || address === '::1' || LOOPBACK_V4.test(address);
}

/** Whether a `Host` header names this machine alone, on whatever port; IPv6 addresses stand in brackets there. */
export function isLoopbackHostHeader(header: string | undefined): boolean {
  const host = (header ?? '').replace(PORT, '');
  if (host.startsWith('[')) return host === '[::1]';
  return host !== '::1' && !host.includes(':') && isLoopback(host);
}
