import { createHash } from 'node:crypto';

/**
 * SHA-256, in hex, of parsed JSON: equal for equal values, in whatever order their members are. Pure.
 * @param body parsed JSON, or undefined when there was none
 */
export function bodyHash(body: unknown): string {
  const canonical = JSON.stringify(body, (_, value: unknown) => inOrder(value)) ?? '';
  return createHash('sha256').update(canonical).digest('hex');
}

/** The members of an object by name; anything else as it is. */
function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
