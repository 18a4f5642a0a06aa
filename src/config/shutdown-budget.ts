/** The share of SHUTDOWN_GRACE_MS reserved for the steps after the runs, and its maximum in milliseconds. */
const RESERVE = { share: 0.2, mostMs: 2_000 } as const;
/** The minimum time for sending responses, whatever the grace period, in milliseconds. */
const MIN_RESPONSES_MS = 500;

/** The deadline of each step of a shutdown, in milliseconds from its start. */
interface ShutdownBudget {
  /** Runs that have not reached a checkpoint are interrupted. */
  readonly runsMs: number;
  /** Open connections are closed: slow request bodies, and clients that do not read their responses. */
  readonly connectionsMs: number;
}

/**
 * Divides SHUTDOWN_GRACE_MS, the bound of the whole shutdown, between its steps: half of the reserve is for the
 * responses to callers waiting for a run, the other half for closing the store. Only a grace period below half a second
 * is exceeded. Pure.
 */
export function shutdownBudget(graceMs: number): ShutdownBudget {
  const reserve = Math.min(RESERVE.mostMs, graceMs * RESERVE.share);
  const runsMs = Math.floor(graceMs - reserve);
  return { runsMs, connectionsMs: Math.max(MIN_RESPONSES_MS, Math.floor(runsMs + reserve / 2)) };
}
