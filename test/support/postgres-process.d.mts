/** A server with a data folder of its own. */
export interface PostgresProcess {
  readonly url: string;
  /** Starts it again after {@link stop}, on the same port and data. */
  start(): Promise<void>;
  /** Stops it: SIGINT as an operator does, SIGQUIT at once. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Stops it and removes its data. */
  remove(): Promise<void>;
}

/** Starts a server on an empty data folder. */
export function startPostgres(settings?: Readonly<Record<string, string>>): Promise<PostgresProcess>;
