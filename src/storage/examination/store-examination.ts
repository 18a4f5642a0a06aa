/** What was found out about a store that can be used. */
export interface StoreExamination {
  /** A few words for people. */
  readonly summary: string;
  /** Whether nothing was stored there yet. */
  readonly isAbsent?: boolean;
  /** The migrations that the next start makes, oldest first; left out where there are none. */
  readonly pending?: readonly string[];
  /** What the store runs on: `SQLite 3.46.0`, `PostgreSQL 16.3`. */
  readonly engine?: string;
  /** What the store's own clock says; left out where it has none. */
  readonly now?: Date;
  /** When the newest run was created; left out where there is none, or it was not looked for. */
  readonly newestRunAt?: Date;
}

/**
 * The migrations that were not made yet.
 * @throws Error when others were made: the tables are of a newer version
 */
export function pendingMigrations(known: readonly string[], made: readonly string[]): readonly string[] {
  const newer = made.filter((name) => !known.includes(name));
  if (newer.length > 0) throw new Error(`its tables are of a newer version (${newer.join(', ')})`);
  return known.filter((name) => !made.includes(name));
}
