import type { RunRecord } from '../runs/index.js';

/** A record as it was stored, perhaps by an older version, with the fields that came later. */
export function completeRecord(record: RunRecord): RunRecord {
  const { next_retry_at = null, title = null } = record as Partial<RunRecord>;
  return record.next_retry_at === next_retry_at && record.title === title
    ? record
    : { ...record, next_retry_at, title };
}

/** The title that version 0.1 would have stored with a run; it stands in what its run was asked for. */
export function titleOfRequest(request: unknown): string | null {
  const { input } = (request ?? {}) as { input?: { seed?: { title?: unknown } | null } | null };
  const title = input?.seed?.title;
  return typeof title === 'string' ? title : null;
}
