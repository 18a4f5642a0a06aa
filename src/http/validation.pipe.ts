import { ValidationPipe } from '@nestjs/common';
import { FieldsInvalidError, VALIDATION_RULES, fieldErrorsOf } from '../common/index.js';

/** Checks bodies and queries against their DTO classes, and refuses what those do not know. */
export function createValidationPipe(): ValidationPipe {
  return new ValidationPipe({
    ...VALIDATION_RULES,
    transform: true,
    exceptionFactory: (errors) => new FieldsInvalidError(fieldErrorsOf(errors)),
  });
}
