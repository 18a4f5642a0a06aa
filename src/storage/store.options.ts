/** Injection token of the {@link StoreOptions}. */
export const STORE_OPTIONS = Symbol('STORE_OPTIONS');

/**
 * Where runs are kept: in one SQLite file or in a folder of files, both in `dataDir`; in a PostgreSQL database, by its URL
 * (`postgres://user:password@host:5432/database?sslmode=…`), with at most `poolSize` connections of this process, 10 unless
 * given; or in memory, which ends with the process.
 */
export type StoreOptions =
  | { readonly kind: 'sqlite' | 'file'; readonly dataDir: string }
  | { readonly kind: 'postgres'; readonly url: string; readonly poolSize?: number }
  | { readonly kind: 'memory' };

/** The kinds of stores that come with the engine. */
export const STORE_KINDS = [
  'sqlite',
  'file',
  'postgres',
  'memory',
] as const satisfies readonly StoreOptions['kind'][];

/** The data directory cannot be used. */
export class UnusableDataDirError extends Error {
  /**
   * @param reason what is wrong with it, to follow its name
   * @param path as it was given
   */
  constructor(
    readonly reason: string,
    readonly path: string,
  ) {
    super(`The data directory ${reason} (it is ${JSON.stringify(path)}).`);
    this.name = 'UnusableDataDirError';
  }
}

/** The database cannot be used, and waiting would not help. */
export class UnusableDatabaseError extends Error {
  /** @param reason what is wrong with its URL, or with what that leads to, and what to do about it; holds no secret */
  constructor(readonly reason: string) {
    super(`The database URL ${reason}.`);
    this.name = 'UnusableDatabaseError';
  }
}
