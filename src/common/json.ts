/** A value that JSON can hold. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

/** Deeper values are refused; a value that holds itself has no end. */
const DEEPEST = 100;

/** Classes that keep what they hold elsewhere than in members of their own. */
const BUILT_IN = [Map, Set, WeakMap, WeakSet, Date, RegExp, Promise, Error, Number, String, Boolean];

/** Lone surrogates: half of a character, which not every store keeps. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** A value that JSON text could not give back as it is. */
export class NotJsonError extends Error {
  /**
   * @param pointer where in the value (RFC 6901)
   * @param found what stands there, for people
   */
  constructor(
    readonly pointer: string,
    readonly found: string,
  ) {
    super(`${pointer === '' ? 'the value' : pointer} is ${found}, which JSON does not keep`);
    this.name = 'NotJsonError';
  }
}

/**
 * A value as JSON text from which the same value can be read again: nothing is left out, and nothing turned into
 * something else. Only -0 becomes 0.
 * @throws NotJsonError with the place of what JSON does not keep: NaN, Infinity, undefined, functions, instances of
 *   classes (Date, Map, Set …), lists with holes, lone surrogates, a value that holds itself
 */
export function exactJson(value: unknown): string {
  assertJson(value, 0);
  return JSON.stringify(value);
}

/**
 * A value as plain JSON: objects of classes that only hold data, as validation makes them, become plain ones.
 * @throws NotJsonError as {@link exactJson} does
 */
export function plainJson(value: unknown): JsonValue {
  return JSON.parse(exactJson(withoutClasses(value, 0))) as JsonValue;
}

function withoutClasses(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return value;
  if (Array.isArray(value)) return value.map((item) => withoutClasses(item, depth + 1));
  const isBuiltIn = ArrayBuffer.isView(value) || BUILT_IN.some((type) => value instanceof type);
  if (isBuiltIn || 'toJSON' in value) return value;
  const members = Object.entries(value).map(([name, member]) => [name, withoutClasses(member, depth + 1)]);
  return Object.fromEntries(members) as unknown;
}

/** The path is put together on the way back from what is wrong, so that nothing is done for it when all is well. */
function assertJson(value: unknown, depth: number): void {
  if (typeof value === 'string') {
    if (LONE_SURROGATE.test(value)) throw new NotJsonError('', 'a text with half of a surrogate pair');
    return;
  }
  if (value === null || typeof value === 'boolean' || Number.isFinite(value)) return;
  if (typeof value !== 'object') throw new NotJsonError('', nameOf(value));
  if (depth === DEEPEST) throw new NotJsonError('', `nested more than ${DEEPEST} deep, or holds itself`);
  if (Array.isArray(value)) return assertItems(value, depth);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new NotJsonError('', nameOf(value));
  if (Object.getOwnPropertySymbols(value).length > 0) throw new NotJsonError('', 'an object with symbols');
  for (const [name, member] of Object.entries(value)) {
    if (LONE_SURROGATE.test(name))
      throw new NotJsonError('', 'an object with half of a surrogate pair in a name');
    assertMember(name, member, depth);
  }
}

function assertItems(list: readonly unknown[], depth: number): void {
  if (Object.keys(list).length !== list.length) throw new NotJsonError('', 'a list with holes or members');
  for (const [index, item] of list.entries()) assertMember(index, item, depth);
}

function assertMember(name: string | number, value: unknown, depth: number): void {
  try {
    assertJson(value, depth + 1);
  } catch (error) {
    if (!(error instanceof NotJsonError)) throw error;
    const step = String(name).replaceAll('~', '~0').replaceAll('/', '~1');
    throw new NotJsonError(`/${step}${error.pointer}`, error.found);
  }
}

function nameOf(value: unknown): string {
  if (typeof value === 'bigint') return 'a bigint';
  if (typeof value === 'function' || typeof value === 'symbol') return `a ${typeof value}`;
  if (typeof value !== 'object' || value === null) return String(value); // NaN, Infinity, undefined
  const { constructor } = value as { constructor?: unknown };
  const name = typeof constructor === 'function' ? constructor.name : '';
  return name === '' ? 'an instance of a class' : `an instance of ${name}`;
}
