const OPEN = /^\/(?:|health(?:\/.*)?|errors(?:\/.*)?|docs(?:\/.*)?|docs-json|docs-yaml)$/;
const HEALTH = /^\/health(?:\/.*)?$/;
const READING: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/** Whether a request needs no token. Paths are compared as the router compares them: exactly, and not decoded. */
export function isOpen(method: string, path: string): boolean {
  return READING.has(method) && OPEN.test(path);
}

/** Whether a request is never refused for coming too often: whoever watches over the service must get an answer. */
export function isUnlimited(method: string, path: string): boolean {
  return READING.has(method) && HEALTH.test(path);
}
