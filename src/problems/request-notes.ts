const RUNS = new WeakMap<object, string>();

/** A run's id; what else stands in a path is a caller's text, and does not belong into the log. */
const RUN_ID = /^run-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Notes which run a request is about; anything but the id of a run is left aside. */
export function noteRun(request: object, runId: unknown): void {
  if (typeof runId === 'string' && RUN_ID.test(runId)) RUNS.set(request, runId);
}

/** The run that a request is about, if it was noted. */
export function notedRunOf(request: object): string | undefined {
  return RUNS.get(request);
}
