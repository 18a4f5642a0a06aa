import { ValidateIf } from 'class-validator';

/** The property may be absent; `null` is validated like any other value. */
export function IsOptionalNotNull(): PropertyDecorator {
  return ValidateIf((_, value) => value !== undefined);
}
