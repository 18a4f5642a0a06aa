import type { RunRecord } from '../domain/run.js';

/** A key that a caller gave to a request, so that it makes one run however often it is sent. */
export interface IdempotencyKey {
  /** Caller and route: keys of others are other keys. */
  readonly scope: string;
  readonly key: string;
  /** Tells whether the body is the same. */
  readonly bodyHash: string;
}

/** A key that was used before, and the run that it made. */
export interface UsedIdempotencyKey {
  readonly bodyHash: string;
  readonly runId: string;
  /** The run when it had ended for the first time; null before. */
  readonly response: RunRecord | null;
}

/**
 * Remembers which run a caller's key has made. The key itself is stored by `RunStore.create`.
 */
export interface IdempotencyStore {
  /** What became of a key; null when it was not used, or its run is gone. */
  findKey(scope: string, key: string): Promise<UsedIdempotencyKey | null>;
  /** Keeps the first response to a key; later ones change nothing. */
  saveResponse(scope: string, key: string, response: RunRecord): Promise<void>;
}
