import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { FieldsInvalidError } from '../../common/index.js';

/** Refuses a body on a route that takes none: what it says would be passed over without a word. */
@Injectable()
export class NoBodyGuard implements CanActivate {
  /** @throws FieldsInvalidError when there is a body other than an empty object */
  canActivate(context: ExecutionContext): boolean {
    const { body } = context.switchToHttp().getRequest<Request>() as { body: unknown };
    if (!isEmpty(body)) {
      throw new FieldsInvalidError([
        { pointer: '', message: 'this route takes no body; send the request without one' },
      ]);
    }
    return true;
  }
}

function isEmpty(body: unknown): boolean {
  if (body === undefined) return true;
  return typeof body === 'object' && body !== null && !Array.isArray(body) && Object.keys(body).length === 0;
}
