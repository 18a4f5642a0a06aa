import type { ValidationError } from 'class-validator';
import type { FieldError } from '../errors/fields-invalid.error.js';

/** The class-validator error of a property; the errors of its members are its children. */
type PropertyError = Pick<ValidationError, 'property' | 'constraints'> & {
  readonly children?: readonly PropertyError[];
};

/** Flattens a tree of class-validator errors into a list with JSON pointers (RFC 6901) below `parent`. Pure. */
export function fieldErrorsOf(errors: readonly PropertyError[], parent = ''): FieldError[] {
  return errors.flatMap(({ property, constraints = {}, children = [] }) => {
    const pointer = `${parent}/${property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const own = messagesOf(constraints).map((message) => ({ pointer, message }));
    return [...own, ...fieldErrorsOf(children, pointer)];
  });
}

/** The names of class-validator's type constraints. */
const TYPES: ReadonlySet<string> = new Set([
  'isString',
  'isInt',
  'isNumber',
  'isBoolean',
  'isObject',
  'isArray',
]);

/** The messages for a value; for one of the wrong type only that, since the other errors follow from it. */
function messagesOf(constraints: Readonly<Record<string, string>>): string[] {
  const entries = Object.entries(constraints);
  const ofType = entries.filter(([name]) => TYPES.has(name));
  return (ofType.length > 0 ? ofType : entries).map(([, message]) => message);
}

/** The error of a field whose value exceeds a configured maximum; none when the field is absent. */
export function moreThan(most: number, name: string, value: number | undefined): FieldError[] {
  if (value === undefined || value <= most) return [];
  return [{ pointer: `/${name}`, message: `${name} must not be greater than ${most}` }];
}
