import { ValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import { FieldsInvalidError, VALIDATION_RULES, fieldErrorsOf } from '../common/index.js';

/**
 * Validates bodies and queries against their DTO classes, and rejects unknown members. A value that an earlier pipe, such
 * as a global one, has already made an instance of its class is not validated again.
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
    return isInstance(value, metadata) ? value : (super.transform(value, metadata) as Promise<unknown>);
  }
}

function isInstance(value: unknown, { metatype }: ArgumentMetadata): boolean {
  return metatype !== undefined && metatype !== Object && value instanceof metatype;
}
