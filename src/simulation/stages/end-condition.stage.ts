import { StageNode, type StageContext, type StageNodeHandler } from '../../orchestrator/index.js';
import type { SimulationInput } from '../domain/seed.js';
import type { SimulationState } from '../domain/thread-state.js';

/** Says how the thread ended: what ended the round loop, when, and the status that it has in the end. */
@StageNode({ id: 'end_condition', pipeline: 'simulation', after: 'moderation', emits: ['end_condition'] })
export class EndConditionStage implements StageNodeHandler<SimulationInput, SimulationState> {
  async run(context: StageContext<SimulationInput, SimulationState>): Promise<void> {
    const { loop } = context.state;
    if (!loop?.termination_reason) throw new Error('The round loop has not ended.');
    const end = {
      termination_reason: loop.termination_reason,
      ended_round: loop.round,
      ended_early: loop.round < context.input.rounds,
      status: loop.status,
    };
    context.state.end = end;
    context.emit({ type: 'end_condition', ...end });
  }
}
