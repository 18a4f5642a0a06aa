import type { RunRecord } from '../domain/run.js';

/** A record as it was stored, perhaps by an older version, with the fields that came later. */
export function completeRecord(record: RunRecord): RunRecord {
  return record.next_retry_at === undefined ? { ...record, next_retry_at: null } : record;
}
