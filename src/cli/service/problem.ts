/** What is read of an error response (RFC 9457). */
interface Problem {
  readonly title?: string;
  readonly detail?: string;
  readonly error_code?: string;
  readonly remedy?: string;
  readonly run_id?: string;
  readonly errors?: readonly { readonly pointer?: string; readonly message?: string }[];
}

/** An error response of the service, in words for a terminal. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(
    readonly status: number,
    readonly problem: Problem,
  ) {
    super(linesOf(status, problem).join('\n'));
  }
}

/** The service cannot be reached, or what answers at its address is something else. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
}

function linesOf(
  status: number,
  { title, detail, error_code, remedy, run_id, errors = [] }: Problem,
): string[] {
  const code = error_code ? ` (${error_code})` : '';
  return [
    `${detail ?? title ?? `The service answered with ${status}.`}${code}`,
    ...errors.map(({ pointer = '', message = '' }) => `  ${pointer}: ${message}`),
    ...(remedy ? [remedy] : []),
    ...(run_id ? [`Its run: ${run_id}`] : []),
  ];
}
