import type { RunOutcome } from '../domain/run-outcome.js';
import type { HeldRun } from './lease-store.js';

/** Injection token of the {@link RunWorker}. */
export const RUN_WORKER = Symbol('RUN_WORKER');

/** Executes runs in this process. */
export interface RunWorker {
  /** The ids of the runs that are executed. */
  activeRuns(): string[];
  /** The runs that this process has a lease on, executed or waiting, and the fencing token of each. */
  leases(): ReadonlyMap<string, number>;
  /** The end of a run that is executed or waits in this process; undefined when it knows no such run. */
  outcomeOf(runId: string): Promise<RunOutcome> | undefined;
  /** Stops a run of this process; that it is to be cancelled is durable already. */
  cancel(runId: string): void;
  /** Ends a run as cancelled that this process has just taken and does not execute. */
  cancelTaken(held: HeldRun): Promise<void>;
  /** Takes no more work, and lets the runs under way come to a checkpoint; resolves when all of them have stopped. */
  drain(): Promise<void>;
}
