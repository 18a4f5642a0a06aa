import type { RunRecord } from '../../runs/index.js';
import { numberAt, objectAt, type Fields, type ReportRow } from '../report/row-fields.js';
import { ContentRows, differingMembers, type ContentRow } from './content-rows.js';
import { addedUp, commentChanges, type CommentChange, type CommentCounts } from './comment-changes.js';
import { ThreadFigures, type RoundFigures, type ThreadRound } from './thread-figures.js';

/** Two values of one thing. */
export interface ComparedValue {
  name: string;
  left: unknown;
  right: unknown;
}

/** Where two logs part. */
export interface FirstDifference {
  seq: number;
  left_seq: number | null;
  right_seq: number | null;
  type: string;
  round: number | null;
  fields: string[];
}

/** One round of two threads. */
export interface ComparedRound {
  round: number;
  left: RoundFigures | null;
  right: RoundFigures | null;
  comments: CommentCounts;
  changes: CommentChange[];
}

/** What two runs have in common, and what not. */
export interface RunDiff {
  left: string;
  right: string;
  equal: boolean;
  common_rows: number;
  first_difference: FirstDifference | null;
  inputs: ComparedValue[];
  outcomes: ComparedValue[];
  rounds: ComparedRound[];
  comments: CommentCounts;
}

/** A run, and its rows in order. */
export interface ReadRun {
  readonly run: RunRecord;
  readonly rows: AsyncIterable<ReportRow>;
}

/** What a `context` row holds of the request. */
const INPUTS = ['rounds', 'random_seed', 'random_version', 'common_random_numbers'];
const EXECUTION_INPUTS = ['max_stage_retries', 'faults', 'pack_fingerprint'];
/** Members of an `intervention` row that its request had. */
const ASKED_FOR = ['round', 'kind', 'hidden_fact', 'text', 'stakeholder', 'action'];
/** Attributes that say how a run ended. */
const ENDINGS = ['thread_status', 'termination_reason', 'rounds_run', 'total_reports', 'report_gate_pass'];
const NO_ROUND: ThreadRound = { figures: null, comments: new Map() };

/** One of the two logs while it is read. */
class Side {
  readonly figures = new ThreadFigures();
  /** Those that have happened: the `context` row has none. */
  readonly interventions: Fields[] = [];
  private readonly content: ContentRows;

  constructor(private readonly read: ReadRun) {
    this.content = new ContentRows(read.rows);
  }

  async next(): Promise<ContentRow | null> {
    const next = await this.content.next();
    if (next) this.figures.add(next);
    if (next?.row.type === 'intervention') this.interventions.push(askedFor(next));
    return next;
  }

  get runId(): string {
    return this.read.run.run_id;
  }

  get context(): Fields {
    return this.content.context ?? {};
  }

  /** How the run ended, by name. */
  outcomes(): Record<string, unknown> {
    const { status, attributes } = this.read.run;
    const endings = ENDINGS.map((name): [string, unknown] => [name, attributes[name] ?? null]);
    return {
      status,
      ...Object.fromEntries(endings),
      comments: this.figures.total('comment_count'),
      upvotes: this.figures.total('upvote_count'),
      reports: this.figures.total('report_count'),
      position_changes: this.figures.positionChanges,
    };
  }
}

/**
 * Compares what happened in two runs, row by row, in memory that grows with the comments alone. Ids, times, durations and
 * retries are no difference, nor is what was asked for: `inputs` names what of that differs.
 */
export async function diffRuns(leftRun: ReadRun, rightRun: ReadRun): Promise<RunDiff> {
  const [left, right] = [new Side(leftRun), new Side(rightRun)];
  const { commonRows, first } = await parting(left, right);
  const outcomes = compared(left.outcomes(), right.outcomes());
  const rounds = comparedRounds(left.figures, right.figures);
  return {
    left: left.runId,
    right: right.runId,
    equal: first === null && !outcomes.some(differs),
    common_rows: commonRows,
    first_difference: first,
    inputs: compared(inputsOf(left), inputsOf(right)).filter(differs),
    outcomes,
    rounds,
    comments: addedUp(rounds.map(({ comments }) => comments)),
  };
}

/** Reads both logs to their ends, and finds where they part. */
async function parting(
  left: Side,
  right: Side,
): Promise<{ commonRows: number; first: FirstDifference | null }> {
  let commonRows = 0;
  let first: FirstDifference | null = null;
  for (;;) {
    const [mine, other] = await Promise.all([left.next(), right.next()]);
    if (!mine && !other) return { commonRows, first };
    if (first) continue;
    const fields = mine && other ? differingMembers(mine, other) : [];
    if (mine && other && fields.length === 0) commonRows += 1;
    else first = differenceAt(mine, other, fields);
  }
}

/**
 * The left row, unless the right one is of a later round: when one run goes on and the other has come to its moderation,
 * which tells of the first round first, they part in the round that goes on.
 */
function differenceAt(
  left: ContentRow | null,
  right: ContentRow | null,
  fields: string[],
): FirstDifference | null {
  const present = [left, right].filter((row) => row !== null);
  const [later] = present.toSorted((a, b) => (roundOf(b) ?? 0) - (roundOf(a) ?? 0));
  if (!later) return null;
  const seqs = { seq: later.seq, left_seq: left?.seq ?? null, right_seq: right?.seq ?? null };
  return { ...seqs, type: later.row.type, round: roundOf(later), fields };
}

function roundOf({ row }: ContentRow): number | null {
  return 'round' in row ? numberAt(row, 'round') : null;
}

/** What was asked for, of an intervention that has happened. */
function askedFor({ row }: ContentRow): Fields {
  return Object.fromEntries(ASKED_FOR.flatMap((name) => (name in row ? [[name, row[name]]] : [])));
}

function inputsOf({ context, interventions }: Side): Record<string, unknown> {
  const seed = Object.entries(objectAt(context, 'seed')).map(([name, value]) => [`seed.${name}`, value]);
  const others = [...INPUTS, ...EXECUTION_INPUTS].map((name) => [name, context[name] ?? null]);
  const happened = interventions.length > 0 ? interventions : null;
  return Object.fromEntries([...seed, ...others, ['interventions', happened]]) as Record<string, unknown>;
}

function compared(left: Record<string, unknown>, right: Record<string, unknown>): ComparedValue[] {
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names].map((name) => ({ name, left: left[name] ?? null, right: right[name] ?? null }));
}

function differs({ left, right }: ComparedValue): boolean {
  return JSON.stringify(left) !== JSON.stringify(right);
}

function comparedRounds(left: ThreadFigures, right: ThreadFigures): ComparedRound[] {
  const numbers = [...new Set([...left.rounds.keys(), ...right.rounds.keys()])].toSorted((a, b) => a - b);
  return numbers.map((round) => {
    const [mine, other] = [left, right].map(({ rounds }) => rounds.get(round) ?? NO_ROUND) as [
      ThreadRound,
      ThreadRound,
    ];
    const { counts, changes } = commentChanges(mine.comments, other.comments);
    return { round, left: mine.figures, right: other.figures, comments: counts, changes };
  });
}
