import { Inject } from '@nestjs/common';
import { RANDOM, type RandomSource } from '../../common/index.js';
import { StageNode, type StageContext, type StageNodeHandler } from '../../orchestrator/index.js';
import { rounded } from '../domain/numbers.js';
import { AFTER_ROUNDS } from '../domain/input-change.js';
import type { SimulationInput } from '../domain/seed.js';
import type { LoopState, SimulationState } from '../domain/thread-state.js';
import type { World } from '../packs/world.js';
import { WorldStore } from '../packs/world.store.js';
import {
  appealChance,
  appealOutcome,
  hearCase,
  type AppealOutcome,
  type ModerationCase,
} from '../policy/appeal.policy.js';
import { decisionsByRound } from '../policy/decision.policy.js';
import { addReasons, leadingReason } from '../policy/reaction.policy.js';
import { inputAt, type InputAt } from '../rounds/input-at.js';
import { MODERATION } from '../rounds/moderator.js';
import { emitAppeal, emitRestoration } from './appeal-rows.js';

type Context = StageContext<SimulationInput, SimulationState>;

/** Writes what moderation decided in each round, then hears the case of a thread that is hidden or locked. */
@StageNode({
  id: 'moderation',
  pipeline: 'simulation',
  after: 'round_loop',
  emits: ['moderation_decision', 'action', 'appeal', 'notice'],
})
export class ModerationStage implements StageNodeHandler<SimulationInput, SimulationState> {
  constructor(
    private readonly worlds: WorldStore,
    @Inject(RANDOM) private readonly randoms: RandomSource,
  ) {}

  async run(context: Context): Promise<void> {
    const { loop } = context.state;
    if (!loop) throw new Error('The round loop has not run.');
    for await (const decision of decisionsByRound(context.rows('action', 'round_summary'))) {
      context.emit({ type: 'moderation_decision', ...decision });
    }
    if (loop.status !== 'hidden' && loop.status !== 'locked') return;
    const world = this.worlds.of(context.input.pack_fingerprint);
    hear(context, loop, world, inputAt(context, this.randoms, AFTER_ROUNDS));
  }
}

/** Hears the case: the appeal of the thread's author, what becomes of it, and of the thread. */
function hear(context: Context, loop: LoopState, world: World, { seed, random }: InputAt): void {
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
  const outcome = appealOutcome(given, random.stream('moderation/appeal').next());
  const status_before = loop.status;
  const about = { context, loop, world, random };
  emitAppeal(about, outcome);
  const last = takeSteps(context, loop, given, outcome);
  if (outcome === 'accepted') emitRestoration(about);
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

/** The steps of the hearing, each with its row; the last one. */
function takeSteps(context: Context, loop: LoopState, given: ModerationCase, outcome: AppealOutcome) {
  const steps = hearCase(given, outcome);
  for (const { action_type, reason_rule_id, next_status, sanction_level, reports } of steps) {
    const report_delta = reports - loop.reports;
    const report_reasons = report_delta > 0 ? { [mainReason(loop)]: report_delta } : {};
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
      report_delta,
      report_reasons,
    });
    addReasons((loop.report_reasons ??= {}), report_reasons);
    Object.assign(loop, { status: next_status, sanction_level, reports });
  }
  return steps.at(-1);
}

/** What most reports say: a backlash repeats it. */
function mainReason({ report_reasons = {} }: LoopState) {
  return leadingReason(report_reasons) ?? 'hostile';
}
