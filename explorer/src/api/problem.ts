/** Problem details (RFC 9457), as the service answers them. */
export interface Problem {
  readonly title?: string;
  readonly status?: number;
  readonly message?: string;
  readonly error?: string;
  readonly error_code?: string;
  readonly request_id?: string;
  readonly doc_url?: string;
  readonly run_id?: string;
  readonly errors?: readonly { readonly pointer: string; readonly message: string }[];
  /** With `canon_gate_failed`: what was checked, and where it did not hold. */
  readonly checks?: unknown;
}

/** The service has refused a request, or could not do it. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.message ?? problem.title ?? 'The service answered with an error.');
    this.name = 'ProblemError';
  }

  get status(): number {
    return this.problem.status ?? 0;
  }
}

/** What an answer that is no success says of itself. */
export async function problemOf(response: Response): Promise<ProblemError> {
  const text = await response.text().catch(() => '');
  return new ProblemError(problemIn(text, response));
}

function problemIn(text: string, { status, statusText, headers }: Response): Problem {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null) return { status, ...body };
  } catch {
    // No JSON: a proxy between here and the service has answered.
  }
  return {
    status,
    message: `The answer was ${status} ${statusText}`.trim(),
    ...(headers.has('X-Request-Id') && { request_id: headers.get('X-Request-Id') ?? '' }),
  };
}

/** Whether asking again cannot help: the request itself is what is wrong. */
export function isFinal(error: unknown): boolean {
  return error instanceof ProblemError && error.status >= 400 && error.status < 500 && error.status !== 429;
}
