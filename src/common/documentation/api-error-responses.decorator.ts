import { ApiExtension } from '@nestjs/swagger';

/** Where {@link ApiErrorResponses} notes its codes in an operation of the OpenAPI document, until the document is finished. */
export const ERROR_CODES_EXTENSION = 'x-error-codes';

/**
 * Documents which errors a route answers with, by their codes in the catalogue. Those that every route shares (a wrong
 * token, an invalid request, an internal error …) are added by themselves.
 */
export const ApiErrorResponses = (...codes: readonly string[]): ClassDecorator & MethodDecorator =>
  ApiExtension(ERROR_CODES_EXTENSION, [...codes]);
