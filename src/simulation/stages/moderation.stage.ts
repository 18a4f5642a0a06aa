import { StageNode, type StageContext, type StageNodeHandler } from '../../orchestrator/index.js';
import { streamsOf } from '../domain/seed-digest.js';
import type { SimulationInput } from '../domain/seed.js';
import type { LoopState, SimulationState } from '../domain/thread-state.js';
import { appealChance, appealOutcome, hearCase, type ModerationCase } from '../policy/appeal.policy.js';
import { decisionsByRound } from '../policy/decision.policy.js';
import { MODERATION } from '../rounds/moderator.js';
import { rounded } from '../domain/numbers.js';

/** Writes what moderation decided in each round, then hears the case of a thread that is hidden or locked. */
@StageNode({
  id: 'moderation',
  pipeline: 'simulation',
  after: 'round_loop',
  emits: ['moderation_decision', 'action'],
})
export class ModerationStage implements StageNodeHandler<SimulationInput, SimulationState> {
  async run(context: StageContext<SimulationInput, SimulationState>): Promise<void> {
    const { loop } = context.state;
    if (!loop) throw new Error('The round loop has not run.');
    for await (const decision of decisionsByRound(context.rows('action', 'round_summary'))) {
      context.emit({ type: 'moderation_decision', ...decision });
    }
    if (loop.status === 'hidden' || loop.status === 'locked') hear(context, loop);
  }
}

/** Hears the case: what becomes of the appeal, and of the thread. */
function hear(context: StageContext<SimulationInput, SimulationState>, loop: LoopState): void {
  const { seed } = context.input;
  const given: ModerationCase = {
    status: loop.status,
    reports: loop.reports,
    severity: loop.severity,
    sanctionLevel: loop.sanction_level,
    views: loop.views,
    hoursLeft: loop.evidence_hours_left,
    grade: seed.evidence_grade,
    dial: seed.dial,
    author: loop.author?.account_type ?? null,
  };
  const outcome = appealOutcome(
    given,
    streamsOf(context.random, context.input.content_digest).stream('moderation/appeal').next(),
  );
  const status_before = loop.status;
  const steps = hearCase(given, outcome);
  for (const { action_type, reason_rule_id, next_status, sanction_level, reports } of steps) {
    context.emit({
      type: 'action',
      round: loop.round,
      action_type,
      actor_id: action_type.startsWith('APPEAL') ? (loop.author?.persona_id ?? MODERATION) : MODERATION,
      target_id: context.state.thread?.candidate_id,
      status: next_status,
      prev_status: loop.status,
      next_status,
      reason_rule_id,
      sanction_level,
      delta: sanction_level - loop.sanction_level,
      report_delta: reports - loop.reports,
    });
    Object.assign(loop, { status: next_status, sanction_level, reports });
  }
  const last = steps.at(-1);
  context.emit({
    type: 'moderation_decision',
    round: loop.round,
    action_type: last?.action_type ?? 'NO_ACTION',
    reason_rule_id: last?.reason_rule_id ?? null,
    status_before,
    status_after: loop.status,
    report_total: loop.reports,
    sanction_level: loop.sanction_level,
    appeal: { outcome, filed_by: loop.author?.persona_id ?? null, chance: rounded(appealChance(given)) },
  });
}
