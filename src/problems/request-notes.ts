const RUNS = new WeakMap<object, string>();

/** The format of run ids; any other text in a path is user input, which must not get into the log. */
const RUN_ID = /^run-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Records which run a request concerns; anything but a run id is ignored. */
export function noteRun(request: object, runId: unknown): void {
  if (typeof runId === 'string' && RUN_ID.test(runId)) RUNS.set(request, runId);
}

/** The run that a request concerns, if it was recorded. */
export function notedRunOf(request: object): string | undefined {
  return RUNS.get(request);
}

const TRACES = new WeakMap<object, string>();

/** Records the id of the trace that a request is part of. */
export function noteTrace(request: object, traceId: string): void {
  TRACES.set(request, traceId);
}

/** The id of the trace that a request is part of, as a member of log lines and errors; empty when it is not traced. */
export function traceOf(request: object): { readonly trace_id?: string } {
  const traceId = TRACES.get(request);
  return traceId === undefined ? {} : { trace_id: traceId };
}

/** The template of the route that a request was matched with; null when no route matches. */
export function routeOf(request: object): string | null {
  const { route } = request as { route?: { path?: unknown } };
  return typeof route?.path === 'string' ? route.path : null;
}
