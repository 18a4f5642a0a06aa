/** Which ended runs are old enough, or too many, to be deleted; a run is when one of the two applies. */
export interface RunExpiry {
  /** ISO 8601 in UTC: runs that ended before. */
  readonly endedBefore?: string;
  /** Ended runs beyond the newest so many. */
  readonly keepNewest?: number;
}

/**
 * What an operator needs of a store.
 */
export interface StoreMaintenance {
  /** The ids of ended runs that have expired, oldest first. */
  findExpired(expiry: RunExpiry, limit: number): Promise<readonly string[]>;
  /** Gives the space of what was deleted back to the system. */
  reclaimSpace(): Promise<void>;
  /** Resolves when the store can be written and read, and is still where it was opened. */
  probe(): Promise<void>;
  /** Lets go of files and connections. */
  close(): Promise<void>;
}
