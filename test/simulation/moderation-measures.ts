import { HEATED, QUIET, type Axis } from './moderation-seeds.js';
import { objectAt, textAt } from '../../src/simulation/report/row-fields.js';
import type { Simulated } from '../support/simulate.js';

/** A row of a log, as far as measures know it. */
type Row = Simulated['rows'][number];
/** Rows of a run, as its log has them. */
type Rows = readonly Row[];

const STEPS = ['hide', 'lock', 'warning'];

/** What moderation did in some runs, and whether it said why. */
interface ModerationMeasures {
  readonly runs: number;
  /** Runs in which the thread was hidden. */
  readonly hidden: number;
  readonly reports: number;
  /** Reports that no row gives a reason for. */
  readonly reportsWithoutReason: number;
  /** Reports by reason. */
  readonly reasons: Readonly<Record<string, number>>;
  /** Times that moderation hid a thread, locked it or warned. */
  readonly steps: number;
  /** Those that no notice with a text tells of. */
  readonly stepsWithoutText: number;
  /** Hides, locks and warnings that no persona has answered. */
  readonly stepsWithoutReply: number;
  readonly appeals: number;
  readonly appealsWithoutText: number;
  /** Appeals by somebody who did not open the thread. */
  readonly appealsByOthers: number;
}

const ofType = (rows: Rows, type: string) => rows.filter((row) => row.type === type);
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
const hasText = (row: Row, field = 'text') => textAt(row, field) !== '';

/** Whether the thread was ever hidden. */
function wasHidden({ rows }: Simulated): boolean {
  return ofType(rows, 'action').some((row) => row['action_type'] === 'HIDE_PREVIEW');
}

/** Measures what moderation did in some runs. */
export function moderationMeasures(runs: readonly Simulated[]): ModerationMeasures {
  const each = runs.map(({ rows }) => rows);
  const total = (count: (rows: Rows) => number) => sum(each.map(count));
  const reasons = reasonsOf(each);
  const reports = total(reportsOf);
  return {
    runs: runs.length,
    hidden: runs.filter(wasHidden).length,
    reports,
    reportsWithoutReason: reports - sum(Object.values(reasons)),
    reasons,
    steps: total((rows) => stepsOf(rows).length),
    stepsWithoutText: total(
      (rows) => stepsOf(rows).length - noticesOf(rows).filter((row) => hasText(row)).length,
    ),
    stepsWithoutReply: total(unanswered),
    appeals: total((rows) => appealsOf(rows).length),
    appealsWithoutText: total(
      (rows) => appealsOf(rows).length - ofType(rows, 'appeal').filter((row) => hasText(row)).length,
    ),
    appealsByOthers: total(appealsByOthers),
  };
}

/** Reports of comments, and those of a backlash. */
function reportsOf(rows: Rows): number {
  const backlash = ofType(rows, 'action').map((row) => Number(row['report_delta'] ?? 0));
  return sum(ofType(rows, 'round').map((row) => Number(row['reports']))) + sum(backlash);
}

function reasonsOf(logs: readonly Rows[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of logs.flat()) {
    if (row.type !== 'round' && row.type !== 'action') continue;
    for (const [reason, count] of Object.entries(row['report_reasons'] ?? {})) {
      counts[reason] = (counts[reason] ?? 0) + Number(count);
    }
  }
  return counts;
}

/** What moderation did while people spoke. */
function stepsOf(rows: Rows): Row[] {
  return ofType(rows, 'action').filter((row) =>
    /^(?:HIDE_PREVIEW|LOCK_THREAD|FLOW_)/.test(String(row['action_type'])),
  );
}

function noticesOf(rows: Rows): Row[] {
  return ofType(rows, 'notice').filter((row) => STEPS.includes(String(row['kind'])));
}

/** Notices after which, before the next one of its kind, nobody has answered it. */
function unanswered(rows: Rows): number {
  const replies = ofType(rows, 'notice_reply').filter((row) => hasText(row));
  return noticesOf(rows).filter(
    (notice) => !replies.some((reply) => reply['kind'] === notice['kind'] && reply.seq > notice.seq),
  ).length;
}

function appealsOf(rows: Rows): Row[] {
  return ofType(rows, 'action').filter((row) => String(row['action_type']).startsWith('APPEAL'));
}

function appealsByOthers(rows: Rows): number {
  const author = authorOf(rows);
  return appealsOf(rows).filter((row) => row['actor_id'] !== author).length;
}

/** Who opened the thread; in a log that does not say so, who spoke first. */
function authorOf(rows: Rows): unknown {
  const opened = ofType(rows, 'thread_selected').map((row) => objectAt(row, 'author')['persona_id']);
  return opened[0] ?? ofType(rows, 'round').find((row) => row['withheld'] === false)?.['persona_id'];
}

/** How often threads were hidden, 0..1, by the axis that their dial gives all to. */
export function hiddenByAxis(runs: ReadonlyMap<Axis, readonly Simulated[]>): Record<Axis, number> {
  const share = (axis: Axis) => {
    const all = runs.get(axis) ?? [];
    return all.filter(wasHidden).length / Math.max(1, all.length);
  };
  return Object.fromEntries([...HEATED, ...QUIET].map((axis) => [axis, share(axis)])) as Record<Axis, number>;
}
