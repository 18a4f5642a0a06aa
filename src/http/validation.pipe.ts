import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { FieldsInvalidError, type FieldError } from '../common/index.js';

/** Checks bodies and queries against their DTO classes, and refuses what those do not know. */
export function createValidationPipe(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    exceptionFactory: (errors) => new FieldsInvalidError(errors.flatMap((error) => fieldErrors(error, ''))),
  });
}

/** A tree of class-validator errors as a list with JSON pointers (RFC 6901). */
function fieldErrors(error: ValidationError, parent: string): FieldError[] {
  const pointer = `${parent}/${error.property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const own = Object.values(error.constraints ?? {}).map((message) => ({ pointer, message }));
  return [...own, ...(error.children ?? []).flatMap((child) => fieldErrors(child, pointer))];
}
