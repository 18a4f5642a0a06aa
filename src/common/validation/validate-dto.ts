import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidatorOptions } from 'class-validator';
import { FieldsInvalidError } from '../errors/fields-invalid.error.js';
import { fieldErrorsOf } from './field-errors.js';

/** How strictly every input is checked, wherever it comes from: what a class does not know is refused. */
export const VALIDATION_RULES = {
  whitelist: true,
  forbidNonWhitelisted: true,
  forbidUnknownValues: true,
} as const satisfies ValidatorOptions;

/**
 * Checks parsed JSON against a DTO class, as the HTTP layer checks bodies; the result has its defaults filled in.
 * @throws FieldsInvalidError with pointers relative to the value
 */
export function validateDto<T extends object>(type: new () => T, value: unknown): T {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new FieldsInvalidError([{ pointer: '', message: 'must be an object' }]);
  }
  const instance = plainToInstance(type, value);
  const errors = fieldErrorsOf(validateSync(instance, VALIDATION_RULES));
  if (errors.length > 0) throw new FieldsInvalidError(errors);
  return instance;
}
