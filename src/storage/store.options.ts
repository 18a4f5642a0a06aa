/** Injection token of the {@link StoreOptions}. */
export const STORE_OPTIONS = Symbol('STORE_OPTIONS');

/**
 * Where runs are kept: in one SQLite file or in a folder of files, both in `dataDir`, or in memory, which ends with the
 * process.
 */
export type StoreOptions =
  { readonly kind: 'sqlite' | 'file'; readonly dataDir: string } | { readonly kind: 'memory' };

/** The kinds of stores that come with the engine. */
export const STORE_KINDS = ['sqlite', 'file', 'memory'] as const satisfies readonly StoreOptions['kind'][];

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
