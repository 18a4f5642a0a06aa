import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidatorOptions } from 'class-validator';
import { FieldsInvalidError } from '../errors/fields-invalid.error.js';
import { fieldErrorsOf } from './field-errors.js';
import { isValidForSure } from './valid-for-sure.js';

/** The validation rules of all input, whatever its source: unknown members are rejected. */
export const VALIDATION_RULES = {
  whitelist: true,
  forbidNonWhitelisted: true,
  forbidUnknownValues: true,
} as const satisfies ValidatorOptions;

/**
 * Validates parsed JSON against a DTO class, as the HTTP layer validates bodies, and fills in defaults.
 * @throws FieldsInvalidError with pointers relative to the value
 */
export function validateDto<T extends object>(type: new () => T, value: unknown): T {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new FieldsInvalidError([{ pointer: '', message: 'must be an object' }]);
  }
  const instance = plainToInstance(type, value);
  if (isValidForSure(instance)) return instance;
  const errors = fieldErrorsOf(validateSync(instance, VALIDATION_RULES));
  if (errors.length > 0) throw new FieldsInvalidError(errors);
  return instance;
}
