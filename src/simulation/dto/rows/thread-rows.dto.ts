import { Fraction } from '../../../common/index.js';
import { RowEnvelopeDto } from '../../../orchestrator/index.js';
import type { TerminationReason, ThreadStatus } from '../../domain/thread-state.js';
import type { AppealOutcome } from '../../policy/appeal.policy.js';
import type { Frame } from '../../policy/candidate.policy.js';

/** What the score of a thread candidate is made of. */
class CandidateScorePartsDto {
  @Fraction() template: number;
  @Fraction() frame: number;
  @Fraction() evidence: number;
  @Fraction() tags: number;
  @Fraction() novelty: number;
}

/** A thread that the incident could become. */
class CandidateFieldsDto extends RowEnvelopeDto {
  candidate_id: string;
  /** How the incident is told. */
  frame: Frame;
  title_pattern: string;
  rendered_title: string;
  /** Who opens the thread; null when the community has nobody, missing in runs of version 0.2 and before. */
  persona_id?: string | null;
  persona_name?: string | null;
  /** The opening post. */
  text: string;
  @Fraction() score: number;
  score_parts: CandidateScorePartsDto;
  community_id: string;
  thread_template_id: string;
  comment_flow_id: string;
  event_card_id: string | null;
  meme_seed_id: string | null;
  trigger_tags: string[];
  body_sections: string[];
}

/** A thread that the incident could become, and its score. */
export class ThreadCandidateRowDto extends CandidateFieldsDto {
  type: 'thread_candidate';
}

/** The candidate that the run goes on with. */
export class ThreadSelectedRowDto extends CandidateFieldsDto {
  type: 'thread_selected';
}

/** The author's appeal against what moderation did. */
class AppealDto {
  outcome: AppealOutcome;
  /** The persona; null when nobody has written anything. */
  filed_by: string | null;
  /** How likely it was to be accepted, 0 to 1. */
  @Fraction() chance: number;
}

/** What moderation decided in a round. */
export class ModerationDecisionRowDto extends RowEnvelopeDto {
  type: 'moderation_decision';
  round: number;
  /** @example "HIDE_PREVIEW" */
  action_type: string;
  /** The rule that it rests on. */
  reason_rule_id: string | null;
  status_before: ThreadStatus;
  status_after: ThreadStatus;
  /** Reports of the whole thread so far. */
  report_total: number;
  sanction_level: number;
  /** With the last decision about a thread that was hidden or locked. */
  appeal?: AppealDto;
}

/** How the thread ended. */
export class EndConditionRowDto extends RowEnvelopeDto {
  type: 'end_condition';
  termination_reason: TerminationReason;
  ended_round: number;
  /** Whether it ended before the rounds that were asked for. */
  ended_early: boolean;
  status: ThreadStatus;
}
