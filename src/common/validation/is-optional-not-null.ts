import { ValidateIf } from 'class-validator';

/** The property may be left out; a `null` is checked like any other value. */
export function IsOptionalNotNull(): PropertyDecorator {
  return ValidateIf((_, value) => value !== undefined);
}
