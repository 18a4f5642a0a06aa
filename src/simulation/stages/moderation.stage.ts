import {
  StageNode,
  type StageContext,
  type StageNodeHandler,
  type StoredRow,
} from '../../orchestrator/index.js';
import type { SimulationInput } from '../domain/seed.js';
import type { SimulationState, ThreadStatus } from '../domain/thread-state.js';

/** What one round's rows say of moderation. */
interface RoundRecord {
  action_type: string;
  reason_rule_id: string | null;
  sanction_level: number;
  report_total: number;
  status_before: ThreadStatus;
  status_after: ThreadStatus;
}

/** What a decision says when moderation did nothing in a round. */
const NO_ACTION = 'NO_ACTION';

/** Walks the rounds of the log and writes what moderation decided in each: its strongest action, and the totals. */
@StageNode({ id: 'moderation', pipeline: 'simulation', after: 'round_loop', emits: ['moderation_decision'] })
export class ModerationStage implements StageNodeHandler<SimulationInput, SimulationState> {
  async run(context: StageContext<SimulationInput, SimulationState>): Promise<void> {
    let record: RoundRecord = {
      action_type: NO_ACTION,
      reason_rule_id: null,
      sanction_level: 0,
      report_total: 0,
      status_before: 'visible',
      status_after: 'visible',
    };
    for await (const row of context.rows('action', 'round_summary')) {
      record = row.type === 'action' ? withAction(record, row) : withSummary(record, row);
      if (row.type !== 'round_summary') continue;
      context.emit({ type: 'moderation_decision', round: row['round'], ...record });
      record = {
        ...record,
        action_type: NO_ACTION,
        reason_rule_id: null,
        status_before: record.status_after,
      };
    }
  }
}

/** Actions only ever make things worse, so that the last one of a round is its strongest. */
function withAction(record: RoundRecord, row: StoredRow): RoundRecord {
  const { action_type, reason_rule_id, sanction_level, next_status } = row as unknown as ActionRow;
  return { ...record, action_type, reason_rule_id, sanction_level, status_after: next_status };
}

interface ActionRow {
  readonly action_type: string;
  readonly reason_rule_id: string;
  readonly sanction_level: number;
  readonly next_status: ThreadStatus;
}

function withSummary(record: RoundRecord, row: StoredRow): RoundRecord {
  return { ...record, report_total: record.report_total + Number(row['report_count']) };
}
