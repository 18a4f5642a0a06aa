import type { RunFilter } from '../../run.repository.js';

const CONDITIONS: Readonly<Record<keyof RunFilter, string>> = {
  status: 'status = ?',
  thread_status: 'thread_status = ?',
  seed_id: 'seed_id = ?',
  board_id: 'board_id = ?',
  pipeline: 'pipeline = ?',
  pack_fingerprint: 'pack_fingerprint = ?',
  created_after: 'created_at >= ?',
  created_before: 'created_at < ?',
};

/** The WHERE clause of a filter (empty when it has no condition) and the values that it binds. */
export function whereOf(filter: RunFilter): { where: string; values: unknown[] } {
  const given = Object.entries(filter).filter(([, value]) => value !== undefined && value !== null);
  const conditions = given.map(([name]) => CONDITIONS[name as keyof RunFilter]);
  const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
  return { where, values: given.map(([, value]) => value) };
}
