import { SetMetadata, type CustomDecorator } from '@nestjs/common';
import type { Scope } from './scope.policy.js';

/** The metadata key of {@link NeedsScope}. */
export const NEEDED_SCOPE = 'project-dream:needed-scope';

/**
 * The route, or every route of the controller, needs at least this scope. The method sets the minimum: `read` for GET,
 * `admin` for DELETE, `run` for the rest. This can raise it, and lower it in one case: `report` opens a GET to tokens that
 * read reports alone. What such a route answers must hold no hidden facts for callers of whom {@link readsReportsOnly}
 * is true.
 */
export const NeedsScope = (scope: Scope): CustomDecorator => SetMetadata(NEEDED_SCOPE, scope);
