import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { Request } from 'express';
import { FieldsInvalidError, callerOf } from '../../common/index.js';

/** A key that a caller gave to a request, with the request. */
export interface IdempotencyRequest {
  /** Whose key it is, and for what: `<name of the token> <METHOD> <path>`; no name without tokens. */
  readonly scope: string;
  readonly key: string;
  /** The parsed JSON body, as it was received. */
  readonly body: unknown;
}

const HEADER = 'Idempotency-Key';
const VISIBLE_ASCII = /^[\x21-\x7e]{1,255}$/;
const LONGEST = 255;

/**
 * The key that a request carries; undefined when it has none.
 * @throws FieldsInvalidError when the key cannot be used
 */
export function idempotencyRequestOf(request: Request): IdempotencyRequest | undefined {
  const name = HEADER.toLowerCase();
  if (request.headers[name] === undefined) return undefined; // told at once, without a list of all headers
  const [key = '', ...further] = request.headersDistinct[name] ?? [];
  if (further.length > 0) throw badKey('must be sent once');
  if (!VISIBLE_ASCII.test(key)) throw badKey(`must have 1 to ${LONGEST} visible ASCII characters, no blanks`);
  const caller = callerOf(request)?.name ?? '';
  return { scope: `${caller} ${request.method} ${request.path}`, key, body: request.body };
}

/** Injects the request's {@link IdempotencyRequest}, or undefined. */
export const GivenKey = createParamDecorator((_: unknown, context: ExecutionContext) =>
  idempotencyRequestOf(context.switchToHttp().getRequest<Request>()),
);

/** Documents the header that {@link GivenKey} reads. */
export function TakesIdempotencyKey(): MethodDecorator {
  return applyDecorators(
    ApiHeader({
      name: HEADER,
      required: false,
      description:
        'Any text of your own: the same key with the same body makes one run, however often it is sent.',
      schema: { type: 'string', minLength: 1, maxLength: LONGEST, pattern: '^[!-~]+$' },
    }),
  );
}

function badKey(message: string): FieldsInvalidError {
  return new FieldsInvalidError([{ pointer: HEADER, message: `${HEADER} ${message}` }]);
}
