import type { ThreadStatus } from '../domain/thread-state.js';

/** A row of the log, as far as this module knows it. */
interface LoggedRow {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** What moderation decided in a round: its strongest action, and the totals after it. */
export interface RoundDecision {
  readonly round: number;
  readonly action_type: string;
  readonly reason_rule_id: string | null;
  readonly status_before: ThreadStatus;
  readonly status_after: ThreadStatus;
  readonly report_total: number;
  readonly sanction_level: number;
}

interface ActionRow {
  readonly action_type: string;
  readonly reason_rule_id: string;
  readonly sanction_level: number;
  readonly prev_status: ThreadStatus;
  readonly next_status: ThreadStatus;
}

const NO_DECISION: Omit<RoundDecision, 'round'> = {
  action_type: 'NO_ACTION',
  reason_rule_id: null,
  status_before: 'visible',
  status_after: 'visible',
  report_total: 0,
  sanction_level: 0,
};

/** Folds the `action` and `round_summary` rows of a log into one decision a round. */
export async function* decisionsByRound(rows: AsyncIterable<LoggedRow>): AsyncIterable<RoundDecision> {
  let decision = NO_DECISION;
  for await (const row of rows) {
    if (row.type === 'action') {
      decision = withAction(decision, row as unknown as ActionRow);
      continue;
    }
    const report_total = decision.report_total + Number(row['report_count']);
    yield { round: Number(row['round']), ...decision, report_total };
    decision = { ...decision, ...carriedOver(decision), report_total };
  }
}

/** Steps that change the status only make it worse: the last one of a round is its strongest action. */
function withAction(decision: typeof NO_DECISION, row: ActionRow): typeof NO_DECISION {
  const { action_type, reason_rule_id, sanction_level, prev_status, next_status } = row;
  const isStronger = next_status !== prev_status || decision.action_type === NO_DECISION.action_type;
  return {
    ...decision,
    ...(isStronger && { action_type, reason_rule_id }),
    sanction_level,
    status_after: next_status,
  };
}

function carriedOver({ status_after }: typeof NO_DECISION) {
  return { action_type: NO_DECISION.action_type, reason_rule_id: null, status_before: status_after };
}
