import { StageNode, type StageContext, type StageNodeHandler } from '../../orchestrator/index.js';
import type { SimulationInput } from '../domain/seed.js';
import type { SimulationState } from '../domain/thread-state.js';
import { passesReportGate } from '../report/build-report.js';
import { ReportOutlooks } from '../report/report-outlook.js';
import { GATE_ROW_TYPES } from '../report/run-facts.js';

/** The rows after the first that decide about the report. */
const THREAD_ROW_TYPES = GATE_ROW_TYPES.filter((type) => type !== 'context');

/** Says how the thread ended: what ended the round loop, when, its status in the end, and whether the report holds. */
@StageNode({ id: 'end_condition', pipeline: 'simulation', after: 'moderation', emits: ['end_condition'] })
export class EndConditionStage implements StageNodeHandler<SimulationInput, SimulationState> {
  constructor(private readonly outlooks: ReportOutlooks) {}

  async run(context: StageContext<SimulationInput, SimulationState>): Promise<void> {
    const { loop } = context.state;
    if (!loop?.termination_reason) throw new Error('The round loop has not ended.');
    const end = {
      termination_reason: loop.termination_reason,
      ended_round: loop.round,
      ended_early: loop.round < context.input.rounds,
      status: loop.status,
    };
    const row = { type: 'end_condition', ...end };
    const passes = this.outlooks.take(context.runId) ?? (await passesByLog(context));
    context.state.end = { report_gate_pass: passes, ...end };
    context.emit(row);
  }
}

/** Whether the report passes its gate, from the rows of the log. */
function passesByLog(context: StageContext<SimulationInput, SimulationState>): Promise<boolean> {
  const begun = { type: 'context', seed: context.input.seed }; // as the log's first row has it
  return passesReportGate([begun], context.rows(...THREAD_ROW_TYPES));
}
