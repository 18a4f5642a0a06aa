import type { AnswerStore } from './answer-store.js';
import type { IdempotencyStore } from './idempotency-store.js';
import type { LeaseStore } from './lease-store.js';
import type { RunLogStore } from './run-log-store.js';
import type { RunNewsSource } from './run-news.js';
import type { RunStore } from './run-store.js';
import type { SlotStore } from './slot-store.js';
import type { StoreMaintenance } from './store-maintenance.js';

/** Injection token of the {@link RunRepository}; RUN_REPOSITORY in the environment names its adapter. */
export const RUN_REPOSITORY = Symbol('RUN_REPOSITORY');

/**
 * Everything that is kept of runs. An adapter is all of these ports, and right when it passes
 * `RUN_REPOSITORY_CONFORMANCE`; users name the port that they need. Every method rejects with a
 * `StorageUnavailableError` when the store cannot be used.
 */
export interface RunRepository extends RunStore, RunLogStore, LeaseStore, IdempotencyStore, StoreMaintenance {
  /** News of runs of all processes; an adapter that can only be asked has none, and is asked more often. */
  readonly news?: RunNewsSource | undefined;
  /** Answers of outside services; an adapter that keeps none leaves it out, and they end with the process. */
  readonly answers?: AnswerStore | undefined;
  /** Slots over all processes; an adapter that one process uses at a time leaves it out. */
  readonly slots?: SlotStore | undefined;
}
