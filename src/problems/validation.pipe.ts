import { ValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import { FieldsInvalidError, VALIDATION_RULES, fieldErrorsOf } from '../common/index.js';

/**
 * Checks bodies and queries against their DTO classes, and rejects what those do not know. What a pipe ahead of it, such
 * as a global one, has made an instance of its class already is left alone.
 */
export class RequestValidationPipe extends ValidationPipe {
  constructor() {
    super({
      ...VALIDATION_RULES,
      transform: true,
      exceptionFactory: (errors) => new FieldsInvalidError(fieldErrorsOf(errors)),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    return isMade(value, metadata) ? value : (super.transform(value, metadata) as Promise<unknown>);
  }
}

function isMade(value: unknown, { metatype }: ArgumentMetadata): boolean {
  return metatype !== undefined && metatype !== Object && value instanceof metatype;
}
