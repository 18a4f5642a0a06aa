import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { preferredMediaType } from '../common/index.js';
import { NotAcceptableError } from '../problems/index.js';

/** The metadata key of `@ApiProduces`. */
const PRODUCES = 'swagger/apiProduces';
/** The metadata key of `@HttpCode`. */
const HTTP_CODE = '__httpCode__';
const NO_CONTENT = 204;

/**
 * Rejects requests whose `Accept` allows none of the route's media types, before the body is validated. Applies to routes
 * with `@ApiProduces`, except those without content.
 */
@Injectable()
export class AcceptGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  /** @throws NotAcceptableError */
  canActivate(context: ExecutionContext): boolean {
    if (this.reflector.get<unknown>(HTTP_CODE, context.getHandler()) === NO_CONTENT) return true;
    const targets = [context.getHandler(), context.getClass()];
    const [first, ...rest] = this.reflector.getAllAndOverride<string[] | undefined>(PRODUCES, targets) ?? [];
    if (first === undefined) return true;
    const produced = [first, ...rest].map((type) => (type.split(';')[0] ?? '').trim().toLowerCase());
    const { accept } = context.switchToHttp().getRequest<Request>().headers;
    if (produced.length > 1) context.switchToHttp().getResponse<Response>().vary('Accept');
    if (preferredMediaType(accept, produced as [string, ...string[]]) === null) {
      throw new NotAcceptableError([first, ...rest]);
    }
    return true;
  }
}
