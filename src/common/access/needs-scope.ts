import { SetMetadata, type CustomDecorator } from '@nestjs/common';
import type { Scope } from './scope.policy.js';

/** The metadata that {@link NeedsScope} leaves. */
export const NEEDED_SCOPE = 'project-dream:needed-scope';

/**
 * The route, or every route of the controller, needs at least this scope. Without it the method decides: `read` for GET,
 * `admin` for DELETE, `run` for the rest. It raises what the method needs, and never lowers it.
 */
export const NeedsScope = (scope: Scope): CustomDecorator => SetMetadata(NEEDED_SCOPE, scope);
