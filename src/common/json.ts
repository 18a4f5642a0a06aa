/** A value that JSON can hold. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

/** The deepest nesting accepted; circular values have no end. */
const MAX_DEPTH = 100;

/** How JSON begins half of a surrogate pair, which it cannot say otherwise. */
const HALF_PAIR = String.raw`\ud`;

/** Classes whose content is not in enumerable members. */
const BUILT_IN = [Map, Set, WeakMap, WeakSet, Date, RegExp, Promise, Error, Number, String, Boolean];

/** What a member is like that was assigned. */
const DATA_MEMBER = { configurable: true, enumerable: true, writable: true } as const;

/** A value that JSON cannot represent exactly. */
export class NotJsonError extends Error {
  /**
   * @param pointer where in the value (RFC 6901)
   * @param found describes the value there
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
 * Serializes a value so that parsing gives the same value again: nothing is omitted or converted. Only -0 becomes 0.
 * @throws NotJsonError with the pointer of a value that JSON cannot represent: NaN, Infinity, undefined, functions, instances of
 *   classes (Date, Map, Set …), sparse arrays, lone surrogates, circular references
 */
export function exactJson(value: unknown): string {
  const text = soonJson(value);
  if (text !== null) return text;
  assertJson(value, 0);
  return JSON.stringify(value);
}

/** The text of a value that certainly holds only JSON; null where that is not certain. */
function soonJson(value: unknown): string | null {
  if (!holdsOnlyJson(value, 0)) return null;
  const text = JSON.stringify(value);
  return text.includes(HALF_PAIR) ? null : text;
}

/**
 * Converts a value to plain JSON: instances of data classes, such as validated DTOs, become plain objects.
 * @throws NotJsonError as {@link exactJson} does
 */
export function plainJson(value: unknown): JsonValue {
  const plain = withoutClasses(value, 0);
  assertJson(plain, 0);
  return plain as JsonValue;
}

/** The text of {@link plainJson}. */
export function plainJsonText(value: unknown): string {
  return soonJson(value) ?? exactJson(withoutClasses(value, 0));
}

function withoutClasses(value: unknown, depth: number): unknown {
  if (Object.is(value, -0)) return 0;
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return value;
  if (Array.isArray(value)) return value.map((item) => withoutClasses(item, depth + 1));
  if (Object.getPrototypeOf(value) !== Object.prototype && isBuiltIn(value)) return value;
  const plain: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    const plainMember = withoutClasses(member, depth + 1);
    if (name !== '__proto__') plain[name] = plainMember;
    else Object.defineProperty(plain, name, { ...DATA_MEMBER, value: plainMember });
  }
  return plain;
}

function isBuiltIn(value: object): boolean {
  return ArrayBuffer.isView(value) || 'toJSON' in value || BUILT_IN.some((type) => value instanceof type);
}

/**
 * Whether {@link assertJson} would find nothing, but for halves of surrogate pairs, which are seen in the text that is
 * made. False also where it is not sure: this is asked of everything that is written, so it only has to be quick.
 */
function holdsOnlyJson(value: unknown, depth: number): boolean {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || depth === MAX_DEPTH) return false;
  if (Array.isArray(value)) return isListOfJson(value, depth);
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  if (Object.getOwnPropertySymbols(value).length > 0) return false;
  for (const name in value) {
    if (!holdsOnlyJson((value as Record<string, unknown>)[name], depth + 1)) return false;
  }
  return true;
}

/** The same of a list: it has all its items, and no other members. */
function isListOfJson(list: readonly unknown[], depth: number): boolean {
  if (list.length > 0 && Object.keys(list).length !== list.length) return false;
  for (let index = 0; index < list.length; index++) {
    if (!holdsOnlyJson(list[index], depth + 1)) return false;
  }
  return true;
}

/** The pointer is built only while an error propagates, so that valid values cost nothing extra. */
function assertJson(value: unknown, depth: number): void {
  if (isSoundScalar(value)) return;
  if (typeof value === 'string') throw new NotJsonError('', 'a text with half of a surrogate pair');
  if (typeof value !== 'object' || value === null) throw new NotJsonError('', nameOf(value));
  if (depth === MAX_DEPTH) throw new NotJsonError('', `nested more than ${MAX_DEPTH} deep, or holds itself`);
  if (Array.isArray(value)) return assertItems(value, depth);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new NotJsonError('', nameOf(value));
  if (Object.getOwnPropertySymbols(value).length > 0) throw new NotJsonError('', 'an object with symbols');
  for (const name of Object.keys(value)) {
    if (!name.isWellFormed()) throw new NotJsonError('', 'an object with half of a surrogate pair in a name');
    assertMember(name, (value as Record<string, unknown>)[name], depth);
  }
}

function isSoundScalar(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  return value === null || typeof value === 'boolean' || Number.isFinite(value);
}

function assertItems(list: readonly unknown[], depth: number): void {
  if (Object.keys(list).length !== list.length) throw new NotJsonError('', 'a list with holes or members');
  for (let index = 0; index < list.length; index++) assertMember(index, list[index], depth);
}

function assertMember(name: string | number, value: unknown, depth: number): void {
  if (isSoundScalar(value)) return;
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
