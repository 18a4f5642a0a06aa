import { foldedText } from '../../common/index.js';
import type { RunRecord } from '../../runs/index.js';
import type { RunFile, StoredKey } from './run-folder.js';

/** What is kept in memory of each run: what lists order and filter by, and what expiry depends on. */
export type RunHead = { readonly folded_title: string | null } & Pick<
  RunRecord,
  'run_id' | 'status' | 'created_at' | 'ended_at' | 'pipeline' | 'attributes'
>;

/** The head of a record, without the rest of it. */
export function headOf({
  run_id,
  status,
  created_at,
  ended_at,
  pipeline,
  attributes,
  title,
}: RunRecord): RunHead {
  const folded_title = title === null ? null : foldedText(title);
  return { run_id, status, created_at, ended_at, pipeline, attributes, folded_title };
}

/** The key that made a run, without the first response to it. */
export type RunKey = Pick<StoredKey, 'scope' | 'key'>;

/** The key that made a run; undefined when it was made without one. */
export function keyOf({ key }: RunFile): RunKey | undefined {
  return key && { scope: key.scope, key: key.key };
}
