import type { NewRun, RunCommit } from '../../runs/index.js';
import {
  additionOf,
  commitColumns,
  isProgress,
  progressOf,
  updateProgress,
  updateRuns,
  writeCommits,
} from './commit-batch.js';
import { insertRuns, namesOf, runColumns, writeNewRuns } from './create-batch.js';
import { LongTexts, longText } from './long-texts.js';
import type { SqlConnection } from './prepared-connection.js';
import { checkpointValues, insertRows, rowValues, upsertCheckpoints } from './row-inserts.js';
import type { QueuedItem } from './transaction-queue.js';

/**
 * What is inserted into this view is written by its trigger: new runs and commits, with all that belongs to them. A
 * statement costs a way to another thread and back, and a transaction of several ones takes it several times. Both are of
 * this connection alone, not of the file.
 */
const CREATE_VIEW = `CREATE TEMP VIEW run_writes AS
  SELECT NULL AS new_runs, NULL AS requests, NULL AS keys, NULL AS commits, NULL AS progress, NULL AS added_rows,
    NULL AS checkpoints, NULL AS texts`;
const CREATE_TRIGGER = `CREATE TEMP TRIGGER write_runs INSTEAD OF INSERT ON run_writes BEGIN
  ${insertRuns('NEW.new_runs')};
  INSERT INTO run_requests (run, request)
  SELECT runs.id, ${longText('NEW.texts', 'value ->> 1', 'value ->> 2')}
  FROM json_each(NEW.requests) CROSS JOIN runs ON runs.run_id = value ->> 0;
  INSERT INTO idempotency_keys (scope, key, body_hash, run)
  SELECT value ->> 1, value ->> 2, value ->> 3, runs.id
  FROM json_each(NEW.keys) CROSS JOIN runs ON runs.run_id = value ->> 0;
  ${updateRuns('NEW.commits')};
  SELECT raise(ABORT, 'a commit is refused') WHERE changes() <> json_array_length(NEW.commits);
  ${updateProgress('NEW.progress')};
  SELECT raise(ABORT, 'a commit is refused') WHERE changes() <> json_array_length(NEW.progress);
  ${insertRows('NEW.added_rows', 'NEW.texts')};
  ${upsertCheckpoints('NEW.checkpoints', 'NEW.texts')};
END`;
const WRITE = `INSERT INTO run_writes (new_runs, requests, keys, commits, progress, added_rows, checkpoints, texts)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;

/** Lets a connection run {@link writeGroup}. */
export async function prepareGroupStatement(connection: SqlConnection): Promise<void> {
  await connection.query(CREATE_VIEW);
  await connection.query(CREATE_TRIGGER);
}

/**
 * Writes new runs and commits with one statement. All or nothing: when one of them is refused, or the file is locked, the
 * statement fails.
 * @param filters the attributes that lists look for; undefined when that is not known yet
 * @returns whether they are written; false, also, when they need more than this statement
 */
export async function writeGroup(
  connection: SqlConnection,
  group: readonly QueuedItem[],
  filters: readonly string[] | undefined,
): Promise<boolean> {
  const newRuns: NewRun[] = [];
  const commits: RunCommit[] = [];
  for (const { batch, item } of group) {
    if (batch === writeNewRuns) newRuns.push(item as NewRun);
    else if (batch === writeCommits) commits.push(item as RunCommit);
    else return false;
  }
  const names = [...newRuns.flatMap(namesOf), ...commits.map(({ run }) => run.run_id)];
  if (new Set(names).size < names.length || newRuns.some(({ copy }) => copy)) return false;
  const additions = [
    ...newRuns.map(({ run, rows }) => ({ runId: run.run_id, rows })),
    ...commits.map(additionOf),
  ];
  const [progress, others] = parted(
    commits,
    (commit) => filters !== undefined && isProgress(commit, filters),
  );
  const texts = new LongTexts();
  const values = [
    JSON.stringify(newRuns.map(runColumns)),
    JSON.stringify(newRuns.map(({ run, request }) => [run.run_id, ...texts.add(JSON.stringify(request))])),
    JSON.stringify(
      newRuns.flatMap(({ run, key }) => (key ? [[run.run_id, key.scope, key.key, key.bodyHash]] : [])),
    ),
    JSON.stringify(others.map(commitColumns)),
    JSON.stringify(progress.map(progressOf)),
    JSON.stringify(rowValues(additions, texts)),
    JSON.stringify(checkpointValues(additions, texts)),
    texts.bytes,
  ];
  try {
    await connection.query(WRITE, values);
    return true;
  } catch {
    return false; // nothing is written: whoever writes the items one after the other meets the reason, and tells it
  }
}

/** Those of which something holds, and the others. */
function parted<T>(items: readonly T[], holds: (item: T) => boolean): [T[], T[]] {
  const parts: [T[], T[]] = [[], []];
  for (const item of items) parts[holds(item) ? 0 : 1].push(item);
  return parts;
}
