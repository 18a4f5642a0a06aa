const OPEN = /^\/(?:|health(?:\/.*)?|errors(?:\/.*)?|docs(?:\/.*)?|explorer(?:\/.*)?|docs-json|docs-yaml)$/;
const HEALTH = /^\/health(?:\/.*)?$/;
const READING: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/** Whether a request needs no token. Paths are compared like in the router: exactly, and not decoded. */
export function isOpen(method: string, path: string): boolean {
  return READING.has(method) && OPEN.test(path);
}

/** Whether a request is exempt from the rate limit: monitoring must always get a response. */
export function isUnlimited(method: string, path: string): boolean {
  return READING.has(method) && HEALTH.test(path);
}
