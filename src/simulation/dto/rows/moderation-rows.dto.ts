import { RowEnvelopeDto } from '../../../orchestrator/index.js';
import type { AppealOutcome } from '../../policy/appeal.policy.js';
import type { AnsweredKind, NoticeKind, ReplyStance } from '../../policy/moderation-text.policy.js';
import type { ReportReason } from '../../policy/reaction.policy.js';

/** A moderator tells the thread of a step. */
export class NoticeRowDto extends RowEnvelopeDto {
  type: 'notice';
  round: number;
  kind: NoticeKind;
  text: string;
  /** Why: what most reports say, or the finding that a lock rests on; null when a moderator decided it without any. */
  reason: ReportReason | null;
  /** The rule that the step rests on. */
  reason_rule_id: string | null;
}

/** A persona says something to the last notice of its kind; it is no comment, and nobody votes on it. */
export class NoticeReplyRowDto extends RowEnvelopeDto {
  type: 'notice_reply';
  round: number;
  kind: AnsweredKind;
  persona_id: string;
  persona_name: string;
  community_id: string;
  community_name: string;
  stance: ReplyStance;
  text: string;
}

/** The appeal of whoever opened the thread, and a moderator's answer. */
export class AppealRowDto extends RowEnvelopeDto {
  type: 'appeal';
  round: number;
  persona_id: string;
  persona_name: string;
  text: string;
  outcome: Exclude<AppealOutcome, 'missing'>;
  answer: string;
}
