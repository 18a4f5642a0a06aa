/** The words of the index runs_by_lease: a query uses it when it has them too. */
const TAKEABLE = `status IN ('queued', 'running', 'interrupted')`;
const RETURNING = 'RETURNING run_id, created_at, fencing_token, cancel_requested';
const TAKE = 'UPDATE runs SET lease_owner = ?1, lease_until = ?2, fencing_token = fencing_token + 1';
/** Nobody has a lease at the moment that the parameter names. */
const isFreeAt = (now: string) => `(lease_until IS NULL OR lease_until <= ${now})`;

/** Parameters: owner, until. */
export const RENEW_LEASES = `
  UPDATE runs SET lease_until = ?2
  WHERE ${TAKEABLE} AND status <> 'interrupted' AND lease_owner = ?1 ${RETURNING}`;

/** Parameters: owner, until, now, limit. */
export const TAKE_ORPHANS = `
  ${TAKE}
  WHERE id IN (SELECT id FROM runs INDEXED BY runs_by_lease
               WHERE ${TAKEABLE} AND ${isFreeAt('?3')} AND lease_owner IS NOT ?1 ORDER BY created_at, run_id LIMIT ?4)
  ${RETURNING}`;

/** Parameters: owner, until, now, run_id. */
export const TAKE_ONE = `${TAKE} WHERE run_id = ?4 AND ${isFreeAt('?3')} ${RETURNING}`;

/** Parameters: run_id, token. */
export const RELEASE = `
  UPDATE runs SET lease_owner = NULL, lease_until = NULL WHERE run_id = ?1 AND fencing_token = ?2`;

/** A damaged record stays as it is. Parameters: now, owner. */
export const INTERRUPT_ORPHANS = `
  UPDATE runs
  SET status = 'interrupted', lease_owner = NULL, lease_until = NULL, fencing_token = fencing_token + 1,
      record = iif(json_valid(record), json_set(record, '$.status', 'interrupted'), record)
  WHERE ${TAKEABLE} AND status = 'running' AND ${isFreeAt('?1')} AND lease_owner IS NOT ?2`;

/** Parameter: run_id. */
export const REQUEST_CANCEL = `
  UPDATE runs SET cancel_requested = 1
  WHERE run_id = ?1 AND status IN ('queued', 'running') ${RETURNING}`;
