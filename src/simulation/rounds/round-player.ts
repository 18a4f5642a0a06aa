import { Injectable } from '@nestjs/common';
import { castRound } from '../casting/cast.policy.js';
import { isAtLeast, type PersonaMemory } from '../domain/thread-state.js';
import { REPLY_WINDOW } from '../generation/comment-plan.js';
import type { Speaker } from '../packs/world.js';
import { nextTransition, sanctionLevel, severityOf } from '../policy/transition.policy.js';
import { receive, type Reception } from './audience.js';
import { CommentWriter, type WrittenComment } from './comment-writer.js';
import type { RoundSetting } from './round-setting.js';

/** Hours of evidence that a round uses up. */
const HOURS_PER_ROUND = 6;
/** Whoever acts when no persona does. */
export const MODERATION = 'moderation';

/** What is counted while a round is played. */
interface RoundCount {
  readonly round: number;
  comments: number;
  reports: number;
  upvotes: number;
  policyEvents: number;
  unsafe: number;
  maxScore: number;
}

/** Plays one round: each persona of the cast speaks once, and the thread takes the consequences. */
@Injectable()
export class RoundPlayer {
  constructor(private readonly writer: CommentWriter) {}

  async play(setting: RoundSetting, round: number): Promise<void> {
    const { loop } = setting;
    const count: RoundCount = {
      round,
      comments: 0,
      reports: 0,
      upvotes: 0,
      policyEvents: 0,
      unsafe: 0,
      maxScore: 0,
    };
    const cast = castRound(
      { world: setting.world, communityId: setting.community.id, boardId: setting.board.id, arrivals: [] },
      round,
      setting.random,
    );
    for (const speaker of cast) {
      if (isAtLeast(loop.status, 'locked')) break;
      await this.speak(setting, count, cast, speaker);
    }
    loop.round = round;
    loop.evidence_hours_left = Math.max(0, loop.evidence_hours_left - HOURS_PER_ROUND);
    loop.quiet_rounds = count.comments === 0 ? loop.quiet_rounds + 1 : 0;
    loop.best_score = count.maxScore;
    setting.emit({
      type: 'round_summary',
      round,
      participant_count: cast.length,
      comment_count: count.comments,
      report_count: count.reports,
      upvote_count: count.upvotes,
      policy_events: count.policyEvents,
      status: loop.status,
      max_score: count.maxScore,
    });
  }

  private async speak(
    setting: RoundSetting,
    count: RoundCount,
    cast: readonly Speaker[],
    speaker: Speaker,
  ): Promise<void> {
    const memory_before = setting.loop.memory[speaker.id] ?? NO_MEMORY;
    const comment = await this.writer.write(setting, count.round, speaker);
    if (comment.unsafe) count.unsafe += 1;
    setting.loop.severity = Math.max(setting.loop.severity, severityOf(count.unsafe));
    const reception = receive(setting, count.round, comment, cast);
    const { account, ...received } = comment.withheld
      ? { ...reception, views: 0, reports: 0, upvotes: 0, score: 0 }
      : reception;
    setting.emit({
      type: 'round',
      round: count.round,
      persona_id: speaker.id,
      community_id: speaker.community.id,
      account_type: account,
      text: comment.text,
      claim: comment.claim,
      evidence: comment.evidence,
      intent: comment.intent,
      status: setting.loop.status,
      ...received,
      evidence_hours_left: setting.loop.evidence_hours_left,
      register_profile_id: comment.voice.profile?.id ?? null,
      register_rule_id: comment.voice.rule_id,
      reply_to: comment.reply && { persona_id: comment.reply.persona_id, stance: comment.reply.stance },
      memory_before,
      withheld: comment.withheld,
    });
    if (!comment.withheld) takeIn(setting, count, comment, reception, memory_before);
    this.moderate(setting, count, reception);
  }

  /** Moderation's step after a comment: one at the most. */
  private moderate(setting: RoundSetting, count: RoundCount, { account }: Reception): void {
    const { loop } = setting;
    const step = nextTransition(loop.status, loop.reports, loop.severity, account);
    const prev_status = loop.status;
    if (step) loop.status = step.next;
    const level = sanctionLevel(loop.reports, loop.status);
    const delta = level - loop.sanction_level;
    loop.sanction_level = level;
    if (!step) return;
    count.policyEvents += 1;
    setting.emit({
      type: 'action',
      round: count.round,
      action_type: step.action_type,
      actor_id: MODERATION,
      target_id: setting.thread.candidate_id,
      status: loop.status,
      prev_status,
      next_status: step.next,
      reason_rule_id: step.reason_rule_id,
      sanction_level: level,
      delta,
    });
  }
}

const NO_MEMORY: Readonly<PersonaMemory> = {
  comments: 0,
  upvotes: 0,
  reports: 0,
  last_intent: null,
  mood: 'none',
};

/** Lets the thread, and the persona, remember a comment and how it was received. */
function takeIn(
  setting: RoundSetting,
  count: RoundCount,
  { speaker, text, intent, claim }: WrittenComment,
  { views, reports, upvotes, score, account }: Reception,
  memory: PersonaMemory,
): void {
  const { loop } = setting;
  setting.remember(text);
  loop.views += views;
  loop.reports += reports;
  loop.upvotes += upvotes;
  loop.comments += 1;
  loop.author ??= { persona_id: speaker.id, account_type: account };
  loop.recent = [...loop.recent, { persona_id: speaker.id, name: speaker.name, intent, claim }].slice(
    -REPLY_WINDOW,
  );
  loop.memory[speaker.id] = {
    comments: memory.comments + 1,
    upvotes: memory.upvotes + upvotes,
    reports: memory.reports + reports,
    last_intent: intent,
    mood: reports > upvotes ? 'reported' : upvotes > reports ? 'upvoted' : 'none',
  };
  count.comments += 1;
  count.reports += reports;
  count.upvotes += upvotes;
  count.maxScore = Math.max(count.maxScore, score);
}
