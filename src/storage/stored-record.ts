import type { AttributeValue, RunRecord } from '../runs/index.js';

/** The members of a stored run; version 0.2 and before stored attributes next to them. */
const MEMBERS: ReadonlySet<string> = new Set<keyof RunRecord>([
  'run_id',
  'pipeline',
  'title',
  'status',
  'created_at',
  'started_at',
  'ended_at',
  'duration_ms',
  'random_seed',
  'max_stage_retries',
  'current_stage',
  'next_retry_at',
  'forked_from',
  'forked_at',
  'error',
  'backend',
  'attributes',
  'summary',
]);

/** A record as it was stored, perhaps by an older version, in the form that it has now. */
export function completeRecord(record: RunRecord): RunRecord {
  const { next_retry_at = null, title = null, attributes } = record as Partial<RunRecord>;
  if (attributes && 'next_retry_at' in record && 'title' in record) return record;
  if (attributes) return { ...record, next_retry_at, title };
  const members = Object.entries(record);
  const lifted = members.filter(([name, value]) => !MEMBERS.has(name) && isValue(value));
  const own = Object.fromEntries(members.filter(([name]) => MEMBERS.has(name))) as unknown as RunRecord;
  return { ...own, next_retry_at, title, attributes: Object.fromEntries(lifted) };
}

function isValue(value: unknown): value is AttributeValue {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

/** The title that version 0.1 would have stored with a run; it is in what its run was asked for. */
export function titleOfRequest(request: unknown): string | null {
  const { input } = (request ?? {}) as { input?: { seed?: { title?: unknown } | null } | null };
  const title = input?.seed?.title;
  return typeof title === 'string' ? title : null;
}
