/** The words of the index runs_by_lease: a query uses it when it has them too. */
const TAKEABLE = `status IN ('queued', 'running', 'interrupted')`;
const RETURNING = 'RETURNING run_id, created_at, fencing_token, cancel_requested';
const TAKE = `
  UPDATE runs SET lease_owner = ?1, lease_until = ?2, lease_since = ?3, fencing_token = fencing_token + 1`;
/** Nobody has a lease at the moment `now`; one that was given after `latest` is void. */
const isFreeAt = (now: string, latest: string) =>
  `(lease_until IS NULL OR lease_until <= ${now} OR lease_since > ${latest})`;

/** Parameters: owner, until, since. */
export const RENEW_LEASES = `
  UPDATE runs SET lease_until = ?2, lease_since = ?3
  WHERE ${TAKEABLE} AND status <> 'interrupted' AND lease_owner = ?1 ${RETURNING}`;

/** Parameter: owner. */
export const SELECT_CANCELS = `
  SELECT run_id FROM runs INDEXED BY runs_by_lease
  WHERE ${TAKEABLE} AND status <> 'interrupted' AND lease_owner = ?1 AND cancel_requested = 1`;

/** Parameters: owner, until, since, now, latest, limit. */
export const TAKE_ORPHANS = `
  ${TAKE}
  WHERE id IN (SELECT id FROM runs INDEXED BY runs_by_lease
               WHERE ${TAKEABLE} AND ${isFreeAt('?4', '?5')} AND lease_owner IS NOT ?1
               ORDER BY created_at, run_id LIMIT ?6)
  ${RETURNING}`;

/** Parameters: owner, until, since, now, latest, run_id. */
export const TAKE_ONE = `${TAKE} WHERE run_id = ?6 AND ${isFreeAt('?4', '?5')} ${RETURNING}`;

/** Parameters: run_id, token. */
export const RELEASE = `
  UPDATE runs SET lease_owner = NULL, lease_until = NULL, lease_since = NULL
  WHERE run_id = ?1 AND fencing_token = ?2`;

/** A damaged record stays as it is. A run that went on has its attributes there. Parameters: now, latest, owner. */
export const INTERRUPT_ORPHANS = `
  UPDATE runs
  SET status = 'interrupted', lease_owner = NULL, lease_until = NULL, lease_since = NULL,
      fencing_token = fencing_token + 1,
      record = iif(json_valid(record), json_set(record, '$.status', 'interrupted'), record),
      attributes = iif(json_valid(record), coalesce(record -> '$.attributes', attributes), attributes)
  WHERE ${TAKEABLE} AND status = 'running' AND ${isFreeAt('?1', '?2')} AND lease_owner IS NOT ?3`;

/** Parameter: run_id. */
export const REQUEST_CANCEL = `
  UPDATE runs SET cancel_requested = 1
  WHERE run_id = ?1 AND status IN ('queued', 'running') ${RETURNING}`;
