import { foldedText } from '../../common/index.js';
import type { RunRecord } from '../../runs/index.js';
import type { RunFile, StoredKey } from './run-folder.js';

/** What is kept in memory of each run: what lists order and filter by, and what tells whether it has expired. */
export type RunHead = { readonly folded_title: string | null } & Pick<
  RunRecord,
  | 'run_id'
  | 'status'
  | 'created_at'
  | 'ended_at'
  | 'pipeline'
  | 'thread_status'
  | 'seed_id'
  | 'board_id'
  | 'pack_fingerprint'
>;

/** The head of a record, without the rest of it. */
export function headOf(run: RunRecord): RunHead {
  const { run_id, status, created_at, ended_at, pipeline, title } = run;
  const { thread_status, seed_id, board_id, pack_fingerprint } = run;
  return {
    run_id,
    status,
    created_at,
    ended_at,
    pipeline,
    thread_status,
    seed_id,
    board_id,
    pack_fingerprint,
    folded_title: title === null ? null : foldedText(title),
  };
}

/** The key that made a run, without what its caller was answered. */
export type RunKey = Pick<StoredKey, 'scope' | 'key'>;

/** The key that made a run; undefined when it was made without one. */
export function keyOf({ key }: RunFile): RunKey | undefined {
  return key && { scope: key.scope, key: key.key };
}
