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

/** The template of the route that a request was matched with; null when no route matches. */
export function routeOf(request: object): string | null {
  const { route } = request as { route?: { path?: unknown } };
  return typeof route?.path === 'string' ? route.path : null;
}
