import { Inject } from '@nestjs/common';
import { RANDOM, type RandomSource } from '../../common/index.js';
import {
  EventLoopTurns,
  NonRetryableStageError,
  StageNode,
  type StageContext,
  type StageNodeHandler,
} from '../../orchestrator/index.js';
import { digestBefore } from '../diff/rows-digest.js';
import type { KeptRounds, SimulationInput } from '../domain/seed.js';
import { endLoop, startLoop, type SimulationState, type ThreadAuthor } from '../domain/thread-state.js';
import { terminationReason } from '../policy/end-condition.policy.js';
import { ReportOutlook, ReportOutlooks } from '../report/report-outlook.js';
import { LostCalls } from '../rounds/lost-calls.js';
import { RoundPlayer } from '../rounds/round-player.js';
import { RoundSetting } from '../rounds/round-setting.js';
import { WorldStore } from '../packs/world.store.js';

/** Lets the personas argue, round by round, until something ends it. Each round ends with a checkpoint, the last one with the node. */
@StageNode({
  id: 'round_loop',
  pipeline: 'simulation',
  after: 'thread_candidate',
  emits: [
    'intervention',
    'round',
    'position_change',
    'gate',
    'model_call',
    'action',
    'notice',
    'notice_reply',
    'cross_inflow',
    'meme_flow',
    'round_summary',
  ],
})
export class RoundLoopStage implements StageNodeHandler<SimulationInput, SimulationState> {
  constructor(
    private readonly worlds: WorldStore,
    private readonly player: RoundPlayer,
    private readonly lostCalls: LostCalls,
    private readonly outlooks: ReportOutlooks,
    private readonly turns: EventLoopTurns,
    @Inject(RANDOM) private readonly randoms: RandomSource,
  ) {}

  async run(context: StageContext<SimulationInput, SimulationState>): Promise<void> {
    const { seed, pack_fingerprint } = context.input;
    const world = this.worlds.of(pack_fingerprint);
    const loop = (context.state.loop ??= startLoop(seed.evidence_expiry_hours));
    const outlook = loop.round === 0 ? new ReportOutlook(seed) : null;
    const setting = await RoundSetting.of(context, world, loop, this.randoms, outlook?.take);
    loop.author ??= openedBy(setting);
    for (const row of setting.calls.repeat(this.lostCalls.take(context.runId))) setting.emit(row);
    try {
      await this.play(context, setting);
    } catch (error) {
      this.lostCalls.keep(context.runId, setting.calls.unsaved);
      throw error;
    }
    if (outlook) this.outlooks.keep(context.runId, outlook.passes);
  }

  private async play(
    context: StageContext<SimulationInput, SimulationState>,
    setting: RoundSetting,
  ): Promise<void> {
    const { loop } = setting;
    const { rounds } = context.input;
    let saved = Promise.resolve();
    while (loop.termination_reason === null) {
      context.signal.throwIfAborted();
      if (loop.round + 1 === context.input.kept?.before_round) {
        await saved;
        await assertKept(context, context.input.kept);
      }
      await this.player.play(setting, loop.round + 1);
      loop.termination_reason = terminationReason(loop, rounds);
      await saved; // the round before: it was written while this one was played
      if (loop.termination_reason !== null) break; // the node's end saves the last round
      saved = context.checkpoint();
      setting.calls.save();
      await this.turns.next();
    }
    endLoop(loop);
  }
}

/**
 * A fork goes on only if the rounds that it has played again are those of its source.
 * @throws NonRetryableStageError
 */
async function assertKept(
  context: StageContext<SimulationInput, SimulationState>,
  { before_round, digest }: KeptRounds,
): Promise<void> {
  if ((await digestBefore(before_round, context.rows())) === digest) return;
  throw new NonRetryableStageError(
    `The rounds before round ${before_round} did not come out as in the run that was forked: this version of the service, or a stage or gate of the team, does not repeat them.`,
  );
}

/** Who opened the thread, with the account that it has for the whole run; null when that is not known. */
function openedBy(setting: RoundSetting): ThreadAuthor | null {
  const persona_id = setting.thread.author?.persona_id;
  return persona_id ? { persona_id, account_type: setting.accountOf(persona_id) } : null;
}
