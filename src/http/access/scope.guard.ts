import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import {
  NEEDED_SCOPE,
  UrlPrefix,
  callerOf,
  includesScope,
  withoutPrefix,
  type Scope,
} from '../../common/index.js';
import { ScopeMissingError, UnauthorizedError } from './access.errors.js';
import { isOpen } from './open-paths.policy.js';

/**
 * Enforces `@NeedsScope`; the scope that the method needs is checked before the body is read. Callers of scope `report`
 * get past that check with every GET: here they are refused unless the route is open to them.
 */
@Injectable()
export class ScopeGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly prefix: UrlPrefix,
  ) {}

  /** @throws ScopeMissingError; UnauthorizedError on an open path whose route needs a scope */
  canActivate(context: ExecutionContext): boolean {
    const targets = [context.getHandler(), context.getClass()];
    const needed = this.reflector.getAllAndOverride<Scope | undefined>(NEEDED_SCOPE, targets);
    const request = context.switchToHttp().getRequest<Request>();
    const caller = callerOf(request);
    if (needed === undefined) {
      if (caller?.scope === 'report' && !this.isOpen(request)) throw new ScopeMissingError('read');
      return true;
    }
    if (!caller) throw new UnauthorizedError();
    if (!includesScope(caller.scope, needed)) throw new ScopeMissingError(needed);
    return true;
  }

  private isOpen({ method, path }: Request): boolean {
    return isOpen(method, withoutPrefix(path, this.prefix.value));
  }
}
