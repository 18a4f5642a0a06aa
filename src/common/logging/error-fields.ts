/** An error as a log line holds it. */
export interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
  /** As of node:fs (`ENOSPC`) and of this service (`RUN_NOT_FOUND`). */
  readonly code?: string;
  readonly cause?: LoggedError;
}

/** Causes of causes that are told. */
const DEPTH = 8;

/**
 * What the log tells of something that was thrown: class, text, stack and causes. Of its other members nothing but
 * the code: an error of the database, for one, carries the values of its statement, and these are what callers sent.
 */
export function errorFields(thrown: unknown, depth = DEPTH): LoggedError {
  if (!(thrown instanceof Error)) return { type: typeof thrown, message: String(thrown) };
  const { message, stack, cause } = thrown;
  const { code } = thrown as { code?: unknown };
  return {
    type: thrown.constructor.name || 'Error',
    message,
    ...(stack !== undefined && { stack }),
    ...(typeof code === 'string' && { code }),
    ...(cause !== undefined && cause !== null && depth > 0 && { cause: errorFields(cause, depth - 1) }),
  };
}
