import type { ValidationError } from 'class-validator';
import type { FieldError } from '../errors/fields-invalid.error.js';

/** What class-validator says of one property; the errors of its members are its children. */
export type PropertyError = Pick<ValidationError, 'property' | 'constraints'> & {
  readonly children?: readonly PropertyError[];
};

/** A tree of class-validator errors as a list with JSON pointers (RFC 6901) below `parent`. Pure. */
export function fieldErrorsOf(errors: readonly PropertyError[], parent = ''): FieldError[] {
  return errors.flatMap(({ property, constraints = {}, children = [] }) => {
    const pointer = `${parent}/${property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const own = messagesOf(constraints).map((message) => ({ pointer, message }));
    return [...own, ...fieldErrorsOf(children, pointer)];
  });
}

/** Names of class-validator's constraints that say which type a value has to be of. */
const TYPES: ReadonlySet<string> = new Set([
  'isString',
  'isInt',
  'isNumber',
  'isBoolean',
  'isObject',
  'isArray',
]);

/** What is wrong with a value; of one that has the wrong type no more than that, since the rest only follows from it. */
function messagesOf(constraints: Readonly<Record<string, string>>): string[] {
  const entries = Object.entries(constraints);
  const ofType = entries.filter(([name]) => TYPES.has(name));
  return (ofType.length > 0 ? ofType : entries).map(([, message]) => message);
}

/** The field's error when its value is more than what the configuration allows; none when it is left out. */
export function moreThan(most: number, name: string, value: number | undefined): FieldError[] {
  if (value === undefined || value <= most) return [];
  return [{ pointer: `/${name}`, message: `${name} must not be greater than ${most}` }];
}
