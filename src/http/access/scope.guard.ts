import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { NEEDED_SCOPE, callerOf, includesScope, type Scope } from '../../common/index.js';
import { ScopeMissingError, UnauthorizedError } from './access.errors.js';

/** Enforces `@NeedsScope`; the scope that the method needs is checked before the body is read. */
@Injectable()
export class ScopeGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  /** @throws ScopeMissingError; UnauthorizedError on an open path whose route needs a scope */
  canActivate(context: ExecutionContext): boolean {
    const targets = [context.getHandler(), context.getClass()];
    const needed = this.reflector.getAllAndOverride<Scope | undefined>(NEEDED_SCOPE, targets);
    if (needed === undefined) return true;
    const caller = callerOf(context.switchToHttp().getRequest<Request>());
    if (!caller) throw new UnauthorizedError();
    if (!includesScope(caller.scope, needed)) throw new ScopeMissingError(needed);
    return true;
  }
}
