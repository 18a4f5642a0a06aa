const PREFIX = /^[a-z][a-z0-9_]{0,39}$/;
const PROTOCOLS: ReadonlySet<string> = new Set(['redis:', 'rediss:', 'postgres:', 'postgresql:']);

/** What is wrong with the URL of a queue, to follow its name; null when nothing is. Never holds the URL. Pure. */
export function queueUrlFault(url: unknown): string | null {
  const form = 'must be redis://…, rediss://… or postgres://…, with a host';
  if (typeof url !== 'string' || !URL.canParse(url)) return form;
  const { protocol, hostname } = new URL(url);
  return PROTOCOLS.has(protocol) && hostname !== '' ? null : form;
}

/** What is wrong with the prefix of a queue, to follow its name; null when nothing is. Pure. */
export function queuePrefixFault(prefix: unknown): string | null {
  if (typeof prefix === 'string' && PREFIX.test(prefix)) return null;
  return 'must be 1 to 40 lower-case letters, digits and underscores, and begin with a letter';
}
