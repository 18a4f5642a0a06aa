import { hash } from 'node:crypto';

/** A weak entity tag (RFC 9110) of what a response was made of. */
export function weakTagOf(...parts: readonly unknown[]): string {
  return `W/"${hash('sha256', JSON.stringify(parts), 'base64url')}"`;
}

/** Whether an `If-None-Match` header names the tag. */
export function namesTag(ifNoneMatch: string | undefined, tag: string): boolean {
  const named = (ifNoneMatch ?? '').split(',').map(opaquePart);
  return named.includes('*') || named.includes(opaquePart(tag));
}

/** What is compared of a tag, be it weak or strong. */
function opaquePart(tag: string): string {
  return tag.trim().replace(/^W\//, '');
}
