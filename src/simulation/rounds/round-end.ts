import { rounded } from '../domain/numbers.js';
import { HOURS_PER_ROUND } from '../domain/seed.js';
import { escalates, escalationsOf } from '../policy/flow.policy.js';
import { drawArrivals, inflowReason } from '../policy/inflow.policy.js';
import { memeHeat, memePhase, memeProfile } from '../policy/meme.policy.js';
import type { Speaker } from '../packs/world.js';
import { postNotice } from './notices.js';
import type { RoundCount } from './round-count.js';
import type { RoundSetting } from './round-setting.js';
import { MODERATION } from './moderator.js';

/** What happens when everybody has spoken: escalation, people from elsewhere, the meme, and the summary. */
export function endRound(setting: RoundSetting, count: RoundCount, cast: readonly Speaker[]): void {
  const { loop } = setting;
  escalate(setting, count, cast);
  spread(setting, count);
  moveMeme(setting, count);
  loop.round = count.round;
  loop.evidence_hours_left = Math.max(0, loop.evidence_hours_left - HOURS_PER_ROUND);
  loop.quiet_rounds = count.comments === 0 ? loop.quiet_rounds + 1 : 0;
  loop.best_score = count.maxScore;
  setting.emit({
    type: 'round_summary',
    round: count.round,
    participant_count: cast.length,
    comment_count: count.comments,
    report_count: count.reports,
    report_reasons: count.reportReasons,
    upvote_count: count.upvotes,
    policy_events: count.policyEvents,
    status: loop.status,
    max_score: rounded(count.maxScore),
  });
}

/** Each of the flow's escalations happens once a run, and is told as a warning. */
function escalate(setting: RoundSetting, { round }: RoundCount, cast: readonly Speaker[]): void {
  const { loop, flow, thread } = setting;
  for (const [index, escalation] of escalationsOf(flow).entries()) {
    const thread_now = { reports: loop.reports, round, status: loop.status };
    if (loop.escalated.includes(index) || !escalates(escalation, thread_now)) continue;
    loop.escalated.push(index);
    setting.emit({
      type: 'action',
      round,
      action_type: escalation.action_type,
      actor_id: MODERATION,
      target_id: thread.candidate_id,
      status: loop.status,
      prev_status: loop.status,
      next_status: loop.status,
      reason_rule_id: escalation.reason_rule_id,
      sanction_level: loop.sanction_level,
    });
    postNotice(setting, { round, kind: 'warning', reason_rule_id: escalation.reason_rule_id }, cast);
  }
}

/** The thread is crossposted once: people of the other board join the next rounds, and its readers come along. */
function spread(setting: RoundSetting, count: RoundCount): void {
  const { loop, world, template, board, random } = setting;
  const to = template.crosspost_routes.find((id) => id !== board.id);
  const reason = inflowReason({ number: count.round, totalReports: loop.reports, ...count });
  if (loop.inflow || !to || !reason) return;
  const people = drawArrivals(world, to, random.stream(`round:${count.round}/arrivals`));
  const arrivals = people.map(({ id }) => id);
  loop.inflow = { board_id: to, arrivals };
  setting.emit({
    type: 'cross_inflow',
    round: count.round,
    from_board_id: board.id,
    to_board_id: to,
    mode: 'crosspost',
    reason,
    arrivals,
    arrival_names: people.map(({ name }) => name),
  });
}

/** The meme goes out to those who copy it, and comes back. */
function moveMeme(setting: RoundSetting, { round }: RoundCount): void {
  const { loop, meme, board } = setting;
  if (!meme) return;
  loop.meme = { phase: memePhase(round), heat: memeHeat(memeProfile(meme), round, loop.meme.heat) };
  const elsewhere = loop.inflow?.board_id ?? null;
  const isReturning = loop.meme.phase === 'backflow';
  setting.emit({
    type: 'meme_flow',
    round,
    meme_seed_id: meme.id,
    phase: loop.meme.phase,
    meme_heat: loop.meme.heat,
    from_board_id: isReturning ? elsewhere : board.id,
    to_board_id: isReturning ? board.id : elsewhere,
  });
}
