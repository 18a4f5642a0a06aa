import type { Row, Run } from '../../../api/types.js';

/** The types of rows that a timeline is made of. */
export const TIMELINE_TYPES = ['stage_checkpoint', 'run_state', 'round_summary', 'intervention'] as const;

/** One attempt at a stage node; times in ms since the epoch. */
export interface Attempt {
  readonly node: string;
  readonly attempt: number;
  readonly start: number;
  readonly end: number;
  readonly outcome: 'success' | 'retry' | 'failed' | 'cancelled' | 'interrupted' | 'running';
  /** The row that tells its end; null while it runs. */
  readonly seq: number | null;
  readonly error: string | null;
  readonly errorCode: string | null;
  readonly retryState: string | null;
  readonly discarded: number;
  readonly isTimeout: boolean;
}

/** A time in which nothing was done on purpose. */
export interface Wait {
  readonly node: string | null;
  readonly start: number;
  readonly end: number;
  readonly why: 'queue' | 'retry';
}

/** Something that happened to the run, or a point where everything before is durable. */
export interface Mark {
  readonly at: number;
  readonly seq: number;
  readonly node: string | null;
  readonly kind: 'checkpoint' | 'state' | 'intervention';
  readonly label: string;
}

export interface Timeline {
  readonly nodes: readonly string[];
  readonly attempts: readonly Attempt[];
  readonly waits: readonly Wait[];
  readonly marks: readonly Mark[];
}

const TIMEOUT_CODES: ReadonlySet<string> = new Set(['ORCH_STAGE_TIMEOUT', 'ORCH_RUN_TIMEOUT']);
const textIn = (row: Row, name: string): string | null => {
  const value = row[name];
  return typeof value === 'string' ? value : null;
};
const timeIn = (row: Row, name: string): number => Date.parse(textIn(row, name) ?? row.at);

/**
 * What a run has done when, as its log tells.
 * @param nodes the stage nodes of its pipeline, in order
 * @param now ms since the epoch, for what goes on
 */
export function timelineOf(run: Run, rows: readonly Row[], nodes: readonly string[], now: number): Timeline {
  const attempts = rows.filter(({ type }) => type === 'stage_checkpoint').map(attemptOf);
  const current = runningAttempt(run, rows, attempts, now);
  const all = current ? [...attempts, current] : attempts;
  const seen = new Set([...nodes, ...all.map(({ node }) => node)]);
  return {
    nodes: [...seen],
    attempts: all,
    waits: waitsOf(run, rows, all, now),
    marks: marksOf(rows, attempts),
  };
}

function attemptOf(row: Row): Attempt {
  const errorCode = textIn(row, 'error_code');
  return {
    node: textIn(row, 'node_id') ?? '',
    attempt: Number(row['attempt']),
    start: timeIn(row, 'started_at'),
    end: timeIn(row, 'ended_at'),
    outcome: textIn(row, 'outcome') as Attempt['outcome'],
    seq: row.seq,
    error: textIn(row, 'error'),
    errorCode,
    retryState: textIn(row, 'retry_state'),
    discarded: Number(row['discarded_rows'] ?? 0),
    isTimeout: TIMEOUT_CODES.has(errorCode ?? ''),
  };
}

/** The attempt that goes on; null when there is none. */
function runningAttempt(
  run: Run,
  rows: readonly Row[],
  attempts: readonly Attempt[],
  now: number,
): Attempt | null {
  const node = run.current_stage;
  if (run.status !== 'running' || node === null) return null;
  const last = attempts.at(-1);
  const retryAt = nextRetryAt(rows);
  if (retryAt !== null && retryAt > now) return null;
  const resumed = rows.filter(({ type }) => type === 'run_state').at(-1);
  const start = Math.max(
    Date.parse(run.started_at ?? run.created_at),
    last?.end ?? 0,
    retryAt ?? 0,
    resumed ? Date.parse(resumed.at) : 0,
  );
  const before = attempts.filter((attempt) => attempt.node === node);
  return {
    node,
    attempt: (before.at(-1)?.attempt ?? 0) + 1,
    start: Math.min(start, now),
    end: now,
    outcome: 'running',
    seq: null,
    error: null,
    errorCode: null,
    retryState: null,
    discarded: 0,
    isTimeout: false,
  };
}

/** When the attempt starts that the last one announced; null when it announced none. */
function nextRetryAt(rows: readonly Row[]): number | null {
  const last = rows.filter(({ type }) => type === 'stage_checkpoint').at(-1);
  const text = last && textIn(last, 'next_retry_at');
  return text ? Date.parse(text) : null;
}

function waitsOf(run: Run, rows: readonly Row[], attempts: readonly Attempt[], now: number): Wait[] {
  const created = Date.parse(run.created_at);
  const started =
    run.started_at === null ? (run.status === 'queued' ? now : created) : Date.parse(run.started_at);
  const queue: Wait[] = started > created ? [{ node: null, start: created, end: started, why: 'queue' }] : [];
  const retries = rows.flatMap((row): Wait[] => {
    const until = textIn(row, 'next_retry_at');
    if (row.type !== 'stage_checkpoint' || until === null) return [];
    const node = textIn(row, 'node_id');
    const start = timeIn(row, 'ended_at');
    const next = attempts.find(
      (attempt) => attempt.node === node && attempt.attempt > Number(row['attempt']),
    );
    return [{ node, start, end: next?.start ?? Date.parse(until), why: 'retry' }];
  });
  return [...queue, ...retries];
}

function marksOf(rows: readonly Row[], attempts: readonly Attempt[]): Mark[] {
  return rows.flatMap((row): Mark[] => {
    const at = Date.parse(row.at);
    const { seq } = row;
    if (row.type === 'run_state') {
      const label = `${textIn(row, 'reason') ?? ''}: ${textIn(row, 'from') ?? ''} → ${textIn(row, 'to') ?? ''}`;
      return [{ at, seq, node: null, kind: 'state', label }];
    }
    if (row.type === 'round_summary') {
      return [
        {
          at,
          seq,
          node: nodeAt(at, attempts),
          kind: 'checkpoint',
          label: `Checkpoint: round ${String(row['round'])}`,
        },
      ];
    }
    if (row.type === 'intervention') {
      const label = `Intervention before round ${String(row['round'])}: ${textIn(row, 'kind') ?? ''}`;
      return [{ at, seq, node: nodeAt(at, attempts), kind: 'intervention', label }];
    }
    return [];
  });
}

/** The node that was at work at a time: rounds are those of a stage that may run again. */
function nodeAt(at: number, attempts: readonly Attempt[]): string | null {
  return attempts.find(({ start, end }) => at >= start && at <= end)?.node ?? 'round_loop';
}
