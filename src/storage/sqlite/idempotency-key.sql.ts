/** Parameters: scope, key. */
export const SELECT_KEY = `
  SELECT body_hash, answer, run_id FROM idempotency_keys JOIN runs ON runs.id = run
  WHERE scope = ?1 AND key = ?2`;

/** Parameters: scope, key, answer. */
export const SAVE_ANSWER = `
  UPDATE idempotency_keys SET answer = ?3 WHERE scope = ?1 AND key = ?2 AND answer IS NULL`;

/** What {@link SELECT_KEY} gives. */
export interface KeyColumns {
  readonly body_hash: string;
  /** A record as JSON text. */
  readonly answer: string | null;
  readonly run_id: string;
}
