/** Clocks that agree within so many milliseconds are taken for one: a caller's times stay as they are. */
const AGREEMENT_MS = 250;

/**
 * A moment on the caller's clock, as one on the database's: as far from its present as it is from the caller's. So leases
 * last as long as they are meant to, whatever the clocks of machines say.
 * @param told SQL of the moment, in milliseconds
 * @param sentAt SQL of what the caller's clock said when the statement was sent, in milliseconds
 */
export function momentSql(told: string, sentAt: string): string {
  const now = 'statement_timestamp()';
  return `CASE WHEN abs(extract(epoch FROM ${now}) * 1000 - ${sentAt}) < ${AGREEMENT_MS}
    THEN to_timestamp(${told} / 1000.0) ELSE ${now} + (${told} - ${sentAt}) * interval '1 millisecond' END`;
}

/** The words of the index runs_live: a query uses it when it has them too. */
const TAKEABLE = `status IN ('queued', 'running', 'interrupted')`;
const RETURNING = 'RETURNING run_id, created_at, fencing_token, cancel_requested';

const moment = (parameter: number, sentAt: number) =>
  momentSql(`$${parameter}::float8`, `$${sentAt}::float8`);

const TAKE = `
  UPDATE runs SET lease_owner = $1, lease_until = ${moment(2, 4)}, lease_since = ${moment(3, 4)},
    fencing_token = fencing_token + 1`;

/** Nobody has a lease at the moment of one parameter; one that was given after that of the next is void. */
export const isFreeAt = (now: number, sentAt: number) => `(lease_until IS NULL
  OR lease_until <= ${moment(now, sentAt)} OR coalesce(lease_since > ${moment(now + 1, sentAt)}, false))`;

/** Parameters: owner, until, since, sent at. */
export const RENEW_LEASES = `
  UPDATE runs SET lease_until = ${moment(2, 4)}, lease_since = ${moment(3, 4)}
  WHERE ${TAKEABLE} AND status <> 'interrupted' AND lease_owner = $1 ${RETURNING}`;

/** Parameter: owner. */
export const SELECT_CANCELS = `
  SELECT run_id FROM runs WHERE ${TAKEABLE} AND status <> 'interrupted' AND lease_owner = $1 AND cancel_requested`;

/** Passes over runs that others are about to take, or write. Parameters: owner, until, since, sent at, now, latest, limit. */
export const TAKE_ORPHANS = `
  ${TAKE}
  WHERE id IN (SELECT id FROM runs
               WHERE ${TAKEABLE} AND ${isFreeAt(5, 4)} AND lease_owner IS DISTINCT FROM $1
               ORDER BY created_at, run_id LIMIT $7 FOR UPDATE SKIP LOCKED)
  ${RETURNING}`;

/** Parameters: owner, until, since, sent at, now, latest, run_id. */
export const TAKE_ONE = `${TAKE} WHERE run_id = $7 AND ${isFreeAt(5, 4)} ${RETURNING}`;

/** Parameters: run_id, token. */
export const RELEASE = `
  UPDATE runs SET lease_owner = NULL, lease_until = NULL, lease_since = NULL
  WHERE run_id = $1 AND fencing_token = $2`;

/** Parameters: sent at, now, latest, owner. */
export const INTERRUPT_ORPHANS = `
  UPDATE runs
  SET status = 'interrupted', lease_owner = NULL, lease_until = NULL, lease_since = NULL,
      fencing_token = fencing_token + 1
  WHERE id IN (SELECT id FROM runs
               WHERE ${TAKEABLE} AND status = 'running' AND ${isFreeAt(2, 1)} AND lease_owner IS DISTINCT FROM $4
               FOR UPDATE SKIP LOCKED)
  RETURNING run_id`;

/** Parameter: run_id. */
export const REQUEST_CANCEL = `
  UPDATE runs SET cancel_requested = true
  WHERE run_id = $1 AND status IN ('queued', 'running') RETURNING run_id`;
