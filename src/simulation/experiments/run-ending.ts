import type { RunRecord, RunlogService } from '../../runs/index.js';
import { parsedRows } from '../parsed-rows.js';
import { numberAt, textAt, type ReportRow } from '../report/row-fields.js';
import type { RoundCounts, RunEnding } from './domain/experiment-run.js';

const TYPES = ['thread_selected', 'position_change', 'round_summary'];
/** Shown where a log has no value, as may be in a world or a stage of a team's own. */
const UNKNOWN = 'unknown';

/**
 * What a simulation that has succeeded has come to, by its record and its log.
 * @throws CorruptRunlogError when its log is damaged, or gone
 */
export async function readEnding(runlogs: RunlogService, run: RunRecord): Promise<RunEnding> {
  const { attributes } = run;
  const rounds: RoundCounts[] = [];
  let [comments, upvotes, position_changes] = [0, 0, 0];
  let frame = UNKNOWN;
  for await (const row of parsedRows(run, chosenRows(runlogs, run))) {
    if (row.type === 'thread_selected') frame = textAt(row, 'frame', UNKNOWN);
    if (row.type === 'position_change') position_changes += 1;
    if (row.type !== 'round_summary') continue;
    comments += numberAt(row, 'comment_count');
    upvotes += numberAt(row, 'upvote_count');
    rounds.push(countsOf(row));
  }
  const rounds_run = numberAt(attributes, 'rounds_run');
  const reports = numberAt(attributes, 'total_reports');
  return {
    thread_status: textAt(attributes, 'thread_status', UNKNOWN),
    termination_reason: textAt(attributes, 'termination_reason', UNKNOWN),
    frame,
    figures: { comments, upvotes, reports, rounds_run, position_changes },
    rounds,
  };
}

function countsOf(row: ReportRow): RoundCounts {
  return { reports: numberAt(row, 'report_count'), upvotes: numberAt(row, 'upvote_count') };
}

async function* chosenRows(runlogs: RunlogService, run: RunRecord): AsyncIterable<string> {
  for await (const text of runlogs.lines(run, { choice: { types: TYPES }, page: null })) {
    yield* text.toString().split('\n').filter(Boolean);
  }
}
