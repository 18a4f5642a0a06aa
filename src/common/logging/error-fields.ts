/** An error as logged. */
interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
  /** The code of a system error (`ENOSPC`) or of this service (`RUN_NOT_FOUND`). */
  readonly code?: string;
  readonly cause?: LoggedError;
}

/** The depth to which causes are logged. */
const DEPTH = 8;

/**
 * The logged fields of a thrown value: class, message, stack, causes and code. Other members are omitted: a database
 * error, for example, contains the parameters of its statement, which are user input.
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
