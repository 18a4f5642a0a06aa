import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { isObject, type ParsedObject } from './json-object.js';
import type { PackFault } from './pack-fault.js';
import { findUnsound, isTooLong, withoutInheritedNames } from './pack-json.js';
import { locate } from './pack-location.js';

/** A pack as an instance of its class, and what is wrong with it; one with faults must not be used. */
interface ValidatedPack {
  readonly pack: object;
  readonly faults: readonly PackFault[];
}

/** Checks a pack against its class. Unknown keys and wrong types are faults. */
export function validatePack(file: string, json: ParsedObject, type: new () => object): ValidatedPack {
  const unsound = findUnsound(json);
  const faults = unsound.map(({ path, message }) => ({ file, ...locate(json, path), message }));
  if (isTooLong(unsound)) return { pack: {}, faults };
  const pack = plainToInstance(type, withoutInheritedNames(json), { exposeDefaultValues: true });
  const errors = validateSync(pack, { whitelist: true, forbidNonWhitelisted: true });
  const broken = errors.flatMap((error) => failuresOf(error, []));
  return {
    pack,
    faults: [...faults, ...broken.map(({ path, message }) => ({ file, ...locate(json, path), message }))],
  };
}

interface Failure {
  readonly path: readonly string[];
  readonly message: string;
}

/** Walks the tree of errors down to the constraints that failed; not into values of a wrong type. */
function failuresOf(error: ValidationError, above: readonly string[]): Failure[] {
  const path = [...above, error.property];
  const wrong = wrongItems(error);
  const children = (error.children ?? []).filter(({ property }) => !wrong.includes(property));
  const inside = () => children.flatMap((child) => failuresOf(child, path));
  const own = messagesOf(error).map((message) => ({ path, message }));
  if (wrong.length > 0) {
    const items = own.flatMap(({ message }) => wrong.map((place) => ofItem(path, place, message)));
    return [...items, ...inside()];
  }
  return wrongTypeOf(error) ? own : [...own, ...inside()];
}

function ofItem(path: readonly string[], place: string, message: string): Failure {
  return { path: [...path, place], message: message.replace(/^each value in \S+ /, '') };
}

/** The places of a list's items that are of the wrong type: nothing inside them is worth a fault. */
function wrongItems({ value, constraints = {} }: ValidationError): string[] {
  if (!Array.isArray(value)) return [];
  const isOfItems = (name: string) => constraints[name]?.startsWith('each value in ') === true;
  const isWrong = (item: unknown) =>
    (isOfItems('isObject') && !isObject(item)) || (isOfItems('isString') && typeof item !== 'string');
  return value.flatMap((item, place) => (isWrong(item) ? String(place) : []));
}

/** Constraints about the type of a value, the outermost first: while one fails, the others say nothing new. */
const TYPES = ['isArray', 'isObject', 'isString', 'isInt', 'idMap'];

function wrongTypeOf({ constraints = {} }: ValidationError): string | undefined {
  return TYPES.find((type) => constraints[type] !== undefined);
}

function messagesOf(error: ValidationError): string[] {
  const { property, value, constraints = {} } = error;
  const names = Object.keys(constraints);
  if (names.length === 0) return [];
  if (names.includes('whitelistValidation')) return ['is not a known field'];
  if (value === undefined) return ['is required'];
  const wrongType = wrongTypeOf(error);
  const telling = wrongType ? [wrongType] : names.filter((name) => name !== 'nestedValidation');
  return telling.map((name) => withoutName(constraints[name] ?? '', property));
}

/** A message without the name of its field, which stands before it anyway. */
function withoutName(message: string, property: string): string {
  return message.startsWith(`${property} `) ? message.slice(property.length + 1) : message;
}
