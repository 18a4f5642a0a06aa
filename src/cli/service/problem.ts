/** What is read of an error response (RFC 9457). */
export interface Problem {
  readonly title?: string;
  readonly detail?: string;
  readonly error_code?: string;
  readonly errors?: readonly { readonly pointer: string; readonly message: string }[];
}

/** An error response of the service, in words for a terminal. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  /** @param remedy what to do about it, as the service's catalogue of errors says */
  constructor(
    readonly status: number,
    readonly problem: Problem,
    remedy: string | null,
  ) {
    super(linesOf(status, problem, remedy).join('\n'));
  }
}

/** The service cannot be reached, or what answers at its address is something else. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
}

function linesOf(status: number, problem: Problem, remedy: string | null): string[] {
  const { title, detail, error_code, errors = [] } = problem;
  const code = error_code ? ` (${error_code})` : '';
  return [
    `${detail ?? title ?? `The service answered with status ${status}.`}${code}`,
    ...(errors.length > 1 ? errors.map(({ pointer, message }) => `  ${pointer}: ${message}`) : []),
    ...(remedy ? [`What to do: ${remedy}`] : []),
  ];
}
