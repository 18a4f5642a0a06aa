/** Names of the environment that describe the server, not the store; empty ones count as absent. */
const SERVER = {
  HOST: '127.0.0.1',
  PORT: '0',
  RATE_LIMIT_PER_MINUTE: '0',
  RUN_QUEUE: 'inline',
  QUEUE_URL: '',
  QUEUE_PREFIX: '',
  SERVICE_ROLE: 'all',
  METRICS: 'false',
  EXPLORER: 'false',
  API_TOKENS_FILE: '',
  RETENTION_MAX_AGE_DAYS: '',
  RETENTION_MAX_RUNS: '',
  LOG_LEVEL: 'fatal',
} as const;

/**
 * Sets the environment of this process for a service that one caller uses: nobody else is answered, nothing is printed, and
 * no runs expire. What describes the store and the runs stays.
 * @param digest SHA-256 of the caller's token, in hex digits
 */
export function answerOnly(digest: string): void {
  Object.assign(process.env, SERVER, { API_TOKENS: `command-line:admin:${digest}` });
}
