import type { PostedNotice } from '../domain/thread-state.js';
import type { Speaker } from '../packs/world.js';
import { decisionTexts, type DecisionKind } from '../policy/decision-texts.js';
import {
  moderationTexts,
  replyStance,
  sayText,
  textSlots,
  type AnsweredKind,
  type TextSlots,
} from '../policy/moderation-text.policy.js';
import { leadingReason, type ReportReason } from '../policy/reaction.policy.js';
import type { RoundSetting } from './round-setting.js';

/** A step that moderation tells the thread of. */
interface Step {
  readonly round: number;
  readonly kind: AnsweredKind;
  readonly reason_rule_id: string;
}

/** A step that a moderator takes of itself. */
interface Decision extends Omit<Step, 'kind'> {
  readonly kind: DecisionKind;
}

/** A moderator tells the thread of a step, and somebody answers: one of `cast`; of the thread's community when it is empty. */
export function postNotice(setting: RoundSetting, step: Step, cast: readonly Speaker[]): void {
  const { world, random } = setting;
  const { round, kind, reason_rule_id } = step;
  const texts = moderationTexts(world.packs.rule);
  const reason = reasonOf(setting, kind);
  const draw = random.stream(`round:${round}/notice:${kind}`);
  const ruleId = reason_rule_id;
  const occasion = { reason, ruleId, reports: setting.loop.reports, name: '', random: draw };
  const turn = kind === 'warning' ? setting.loop.escalated.length : 0;
  const text = sayText(
    texts.notices[kind],
    textSlots(world, setting.seed, occasion),
    random.stream(`notice:${kind}`),
    turn,
  );
  setting.emit({ type: 'notice', round, kind, text, reason, reason_rule_id });
  setting.loop.notice = { round, kind, text };
  const present = cast.length > 0 ? cast : world.speakersOf(setting.community.id);
  if (present.length > 0) answer(setting, step, textSlots(world, setting.seed, occasion), present);
}

/**
 * A moderator tells the thread of a step that no report has led to; somebody of the thread's community answers, unless it
 * opens the thread. Where there are reports, it is told as any other.
 */
export function postDecision(setting: RoundSetting, { round, kind, reason_rule_id }: Decision): void {
  const { world, random, loop } = setting;
  if (kind !== 'restore' && leadingReason(loop.report_reasons ?? {})) {
    postNotice(setting, { round, kind, reason_rule_id }, []);
    return;
  }
  const occasion = {
    reason: null,
    ruleId: reason_rule_id,
    reports: loop.reports,
    name: '',
    random: random.stream(`round:${round}/decision:${kind}`),
  };
  const slots = textSlots(world, setting.seed, occasion);
  const text = sayText(decisionTexts(world.packs.rule)[kind], slots, occasion.random);
  setting.emit({ type: 'notice', round, kind, text, reason: null, reason_rule_id });
  if (kind === 'restore') return;
  loop.notice = { round, kind, text };
  const present = world.speakersOf(setting.community.id);
  if (present.length > 0) answer(setting, { round, kind, reason_rule_id }, slots, present);
}

/** What somebody says to a notice. */
function answer(setting: RoundSetting, step: Step, slots: TextSlots, cast: readonly Speaker[]): void {
  const { world, random, loop } = setting;
  const { round, kind } = step;
  const draw = random.stream(`round:${round}/notice:${kind}/reply`);
  const speaker = draw.pick(cast);
  const stance = replyStance(loop.memory[speaker.id]);
  const text = sayText(moderationTexts(world.packs.rule).replies[kind][stance], slots, draw);
  setting.emit({
    type: 'notice_reply',
    round,
    kind,
    persona_id: speaker.id,
    persona_name: speaker.name,
    community_id: speaker.community.id,
    community_name: speaker.community.name,
    stance,
    text,
  });
}

/** Why a step is taken: a lock for its gravest finding, if there is one, and anything else for most of the reports. */
function reasonOf({ loop }: RoundSetting, kind: AnsweredKind): ReportReason {
  const grave = kind === 'lock' ? loop.grave_reason : undefined;
  return grave ?? leadingReason(loop.report_reasons ?? {}) ?? loop.grave_reason ?? 'hostile';
}

/** What those who speak in a round may still react to: the notice of this round, or of the one before. */
export function noticeInSight({ loop }: RoundSetting, round: number): PostedNotice | null {
  const { notice } = loop;
  return notice && round - notice.round <= 1 ? notice : null;
}
