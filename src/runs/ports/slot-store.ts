/** Who wants a slot, and how many of them there are. */
export interface SlotClaim {
  /** What the slots are for. */
  readonly name: string;
  /** Unique; the same each time that it asks again. */
  readonly holder: string;
  /** How many slots of this name there are. */
  readonly places: number;
}

/**
 * How long a slot is held, or waited for, unless that is renewed, in milliseconds. `now` is the caller's wall clock; a store
 * with a clock of its own goes by that. A time that was told under a clock that is set back since is void, as that of a lease.
 */
export interface SlotTerms {
  readonly now: number;
  readonly forMs: number;
}

/**
 * Slots that all processes on a store take from. Whoever dies with one gives it back when its time is over.
 * Every method rejects with a `StorageUnavailableError` when the store cannot be used.
 */
export interface SlotStore {
  /** Takes a slot, if one is free beside those that others wait for who have asked before. Who gets none has its turn kept. */
  take(claim: SlotClaim, terms: SlotTerms): Promise<boolean>;
  /** Renews what is held still; the others have lost their slots. */
  renew(holders: readonly string[], terms: SlotTerms): Promise<readonly string[]>;
  /** Gives back a slot, or the turn of one who waits. */
  release(holder: string): Promise<void>;
}
