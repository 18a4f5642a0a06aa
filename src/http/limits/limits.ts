/** The limits of every request. Those that depend on the machine are environment variables. */
export const LIMITS = {
  /** Bytes of the request line and the headers together; Node rejects longer ones with 431. */
  headBytes: 16_384,
  /** Header fields of a request. */
  headers: 100,
  /** Characters of a path, undecoded. */
  path: 1_024,
  /** Characters of a path with its query, undecoded. */
  url: 8_192,
  /** Parameters of a query. */
  parameters: 100,
  /** How long the head of a request may take to arrive, in milliseconds; never longer than REQUEST_TIMEOUT_MS. */
  headMs: 10_000,
  /** How long an idle connection is kept for the next request, in milliseconds. */
  keepAliveMs: 10_000,
  /** The longest interval between the checks for slow requests, in milliseconds. */
  checkIntervalMs: 2_000,
  /** How long a connection stays open after a response to malformed input, in milliseconds. */
  lingerMs: 1_000,
} as const;
