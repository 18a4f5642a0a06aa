/** The part of SHUTDOWN_GRACE_MS that is kept for what follows the runs, and the most of it, in milliseconds. */
const RESERVE = { share: 0.2, mostMs: 2_000 } as const;
/** How long answers have to get out at least, whatever the grace period is, in milliseconds. */
const LEAST_ANSWERS_MS = 500;

/** When each stage of a shutdown is cut off, in milliseconds from its beginning. */
export interface ShutdownBudget {
  /** Runs that have not come to a checkpoint are interrupted. */
  readonly runsMs: number;
  /** Connections that are still open are closed: slow bodies, and clients that do not take their answers. */
  readonly connectionsMs: number;
}

/**
 * Divides SHUTDOWN_GRACE_MS, the bound of the whole shutdown, between its stages: half of the reserve is for the answers
 * to whoever waited for a run, the other half for closing the store. Only a grace period below half a second is exceeded.
 * Pure.
 */
export function shutdownBudget(graceMs: number): ShutdownBudget {
  const reserve = Math.min(RESERVE.mostMs, graceMs * RESERVE.share);
  const runsMs = Math.floor(graceMs - reserve);
  return { runsMs, connectionsMs: Math.max(LEAST_ANSWERS_MS, Math.floor(runsMs + reserve / 2)) };
}
