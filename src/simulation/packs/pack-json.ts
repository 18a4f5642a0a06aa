import { isUtf8 } from 'node:buffer';
import { isObject, type ParsedObject } from './json-object.js';

/** JSON nested deeper than this is no pack: what walks it would overflow its stack. */
const MAX_DEPTH = 32;
/** Items that a list holds at the most. */
export const MAX_ITEMS = 10_000;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const LONE_SURROGATE = /\p{Surrogate}/u;

/** The object that a file holds, or why it holds none. */
type PackJson = { readonly json: ParsedObject } | { readonly reason: string };

/** Reads the bytes of a pack file. */
export function readPackJson(bytes: Buffer): PackJson {
  if (bytes.subarray(0, 3).equals(BYTE_ORDER_MARK)) {
    return { reason: 'begins with a byte order mark; save it as UTF-8 without one' };
  }
  if (!isUtf8(bytes)) return { reason: 'is not encoded as UTF-8' };
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    return { reason: `is not valid JSON${positionOf(error)}` };
  }
  if (!isObject(json)) return { reason: 'must hold one JSON object' };
  return isDeeperThan(json, MAX_DEPTH)
    ? { reason: `is nested more than ${MAX_DEPTH} levels deep` }
    : { json };
}

/** Where the parser stopped, as far as it says so. */
function positionOf(error: unknown): string {
  const [, position] = (error instanceof Error && /at position (\d+)/.exec(error.message)) || [];
  return position ? ` (at character ${Number(position) + 1})` : '';
}

function isDeeperThan(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth === 0 || Object.values(value).some((member) => isDeeperThan(member, depth - 1));
}

/** Something that no store, no log or no JavaScript object could hold, and the path to it. */
interface Unsound {
  readonly path: readonly string[];
  readonly message: string;
}

/**
 * Finds texts and keys that are not well-formed, keys that every object has already (`__proto__`, `toString`:
 * the validator does not see them), and lists that are too long to be looked through.
 */
export function findUnsound(json: ParsedObject): Unsound[] {
  const found: Unsound[] = [];
  const walk = (value: unknown, path: readonly string[]): void => {
    if (typeof value === 'string' && !isWellFormed(value)) found.push({ path, message: NOT_WELL_FORMED });
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value) && value.length > MAX_ITEMS) {
      found.push({ path, message: TOO_MANY });
      return;
    }
    for (const [key, member] of Object.entries(value)) {
      const inner = [...path, key];
      if (!isWellFormed(key)) found.push({ path: inner, message: NOT_WELL_FORMED });
      else if (key in Object.prototype) found.push({ path: inner, message: 'is no name for a field' });
      walk(member, inner);
    }
  };
  walk(json, []);
  return found;
}

/** A copy without the keys that every object has already: libraries stumble over them. */
export function withoutInheritedNames<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutInheritedNames) as T;
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([key]) => !(key in Object.prototype));
  return Object.fromEntries(kept.map(([key, member]) => [key, withoutInheritedNames(member)])) as T;
}

/** Whether a pack has a list that is too long to be looked through. */
export function isTooLong(unsound: readonly Unsound[]): boolean {
  return unsound.some(({ message }) => message === TOO_MANY);
}

const NOT_WELL_FORMED = 'must be well-formed Unicode without U+0000';
const TOO_MANY = `must hold ${MAX_ITEMS} items at the most`;

function isWellFormed(text: string): boolean {
  return !text.includes('\0') && !LONE_SURROGATE.test(text);
}
