/** An object that was read from JSON. */
export type ParsedObject = Readonly<Record<string, unknown>>;

/** Whether a value is an object, and no list. */
export function isObject(value: unknown): value is ParsedObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A member of an object; what the object inherits does not count. */
export function memberOf(holder: ParsedObject, key: string): unknown {
  return Object.hasOwn(holder, key) ? holder[key] : undefined;
}
