/** The request headers that identify its origin. */
interface RequestOrigin {
  /** The `Host` header. */
  readonly host: string | undefined;
  /** The `Origin` header. */
  readonly origin: string | undefined;
  /** The `Sec-Fetch-Site` header. */
  readonly fetchSite: string | undefined;
}

/**
 * Whether the request was made by a page of another site (cross-site request forgery). `allowed` are the origins in
 * CORS_ORIGINS. The scheme is not compared: behind a proxy that terminates TLS, the service sees http and the browser
 * https.
 */
export function isForeign({ host, origin, fetchSite }: RequestOrigin, allowed: readonly string[]): boolean {
  if (origin !== undefined) {
    if (allowed.includes(origin)) return false;
    return fetchSite === 'cross-site' || !isOwn(origin, host);
  }
  return fetchSite === 'cross-site';
}

function isOwn(origin: string, host: string | undefined): boolean {
  const [, scheme, authority] = /^(https?):\/\/([^/]+)$/.exec(origin) ?? [];
  if (authority === undefined || host === undefined) return false;
  const defaultPort = scheme === 'https' ? ':443' : ':80';
  return withoutEnd(authority, defaultPort) === withoutEnd(host, defaultPort);
}

function withoutEnd(text: string, end: string): string {
  const lower = text.toLowerCase();
  return lower.endsWith(end) ? lower.slice(0, -end.length) : lower;
}
