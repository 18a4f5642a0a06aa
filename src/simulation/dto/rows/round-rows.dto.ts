import { ApiProperty } from '@nestjs/swagger';
import { Fraction } from '../../../common/index.js';
import { RowEnvelopeDto } from '../../../orchestrator/index.js';
import type { Intent } from '../../domain/intent.js';
import type { InterventionKind } from '../../domain/intervention.js';
import type { PositionStance } from '../../domain/position.js';
import type { SpeechAct } from '../../domain/speech-act.js';
import type { ThreadStatus } from '../../domain/thread-state.js';

/** What a persona remembers of the rounds before. */
class PersonaMemoryDto {
  comments: number;
  upvotes: number;
  reports: number;
  last_intent: Intent | null;
  mood: 'none' | 'reported' | 'upvoted';
}

/** What a comment cites. */
class CommentEvidenceDto {
  /** @example "public_fact" */
  kind: string;
  id: string;
  text: string;
  source: string | null;
  grade: 'A' | 'B' | 'C';
}

/** Whom a comment answers. */
class ReplyDto {
  persona_id: string;
  stance: 'agree' | 'oppose' | 'ask';
  /** The row of the comment that is answered; runs of version 0.2 and before have none, nor what follows. */
  seq?: number;
  /** What that comment did. */
  act?: SpeechAct;
  /** Whether the answer was owed. */
  owed?: boolean;
}

/** Where a persona stands on the incident: whether there is something that somebody has to answer for. */
class PositionDto {
  stance: PositionStance;
  /** A public fact, or a conviction of its community. */
  reason: string;
  /** The evidence id of the reason; null when it is a conviction. */
  reason_id: string | null;
  /** The stakeholder whom it has in mind. */
  about: string | null;
}

/** A comment, or an intervention, has moved a persona. */
export class PositionChangeRowDto extends RowEnvelopeDto {
  type: 'position_change';
  round: number;
  persona_id: string;
  from: PositionDto;
  to: PositionDto;
  /** The row of the comment, or `intervention`. */
  @ApiProperty({ oneOf: [{ type: 'integer' }, { type: 'string', enum: ['intervention'] }] })
  because: number | 'intervention';
}

/** An intervention that a comment takes up: it speaks of it, or cites it. */
class TakenUpDto {
  /** The row of the intervention. */
  seq: number;
  kind: InterventionKind;
}

/** What the score of a comment is made of; empty when nobody saw it. */
class CommentScorePartsDto {
  @Fraction() base?: number;
  @Fraction() preserve?: number;
  @Fraction() trust?: number;
  @Fraction() exposure?: number;
  @Fraction() sanction?: number;
  @Fraction() tab?: number;
  @Fraction() grade?: number;
  @Fraction() countdown?: number;
  @Fraction() culture?: number;
  @Fraction() offence?: number;
}

/** How many reports give each reason; those that nobody gives are left out. Runs of version 0.2 have no reasons. */
class ReportReasonsDto {
  /** It cites nothing where evidence is asked for. */
  uncited?: number;
  /** It attacks somebody, or picks a quarrel. */
  hostile?: number;
  /** It gives away data of people. */
  private?: number;
  /** It uses a taboo word. */
  taboo?: number;
  /** It says what was said before. */
  repetition?: number;
  /** It is not about the incident. */
  off_topic?: number;
}

/** A comment, and how it was received. */
export class RoundRowDto extends RowEnvelopeDto {
  type: 'round';
  round: number;
  persona_id: string;
  persona_name: string;
  community_id: string;
  community_name: string;
  account_type: 'public' | 'alias' | 'mask';
  /** The whole comment. */
  text: string;
  claim: string;
  evidence: CommentEvidenceDto | null;
  /** Null when the persona could not be given a text. */
  intent: Intent | null;
  /** What the comment does; null when there is no text, missing in runs of version 0.2 and before. */
  act?: SpeechAct | null;
  /** The persona's position when it spoke; null and missing as `act` is. */
  position?: PositionDto | null;
  /** Of the thread, when the comment was made. */
  status: ThreadStatus;
  @Fraction() score: number;
  score_parts: CommentScorePartsDto;
  upvotes: number;
  reports: number;
  report_reasons?: ReportReasonsDto;
  views: number;
  evidence_hours_left: number;
  register_profile_id: string | null;
  register_rule_id: string | null;
  reply_to: ReplyDto | null;
  /** The hidden fact of the seed, by its place, that the comment came near; null when it came near none. */
  near_hidden_fact?: number | null;
  memory_before: PersonaMemoryDto;
  /** The interventions of this round and the one before that it takes up; missing when it takes up none. */
  takes_up?: TakenUpDto[];
  /** Whether nobody saw the comment: the gates refused it, or there was no text. */
  withheld: boolean;
}

/** Something that a gate found in a text. */
class GateViolationDto {
  rule_id: string;
  code: string;
  message: string;
  /** @example "medium" */
  severity: string;
}

/** What one gate said of a text. */
class GateVerdictDto {
  /** @example "safety" */
  gate_name: string;
  passed: boolean;
  reason: string | null;
  violations: GateViolationDto[];
}

/** What the gates said of a text before it became a comment. */
export class GateRowDto extends RowEnvelopeDto {
  type: 'gate';
  /** 0 for the opening post. */
  round: number;
  /** Null when the opening post has no author. */
  persona_id: string | null;
  /** Which text of this persona in this round it was; 1 is the first. */
  generation_attempt: number;
  gates: GateVerdictDto[];
}

/** Somebody did something to the thread. */
export class ActionRowDto extends RowEnvelopeDto {
  type: 'action';
  round: number;
  /** @example "HIDE_PREVIEW" */
  action_type: string;
  /** A persona, or `moderation`. */
  actor_id: string;
  /** The candidate that the thread was made of. */
  target_id: string;
  status: ThreadStatus;
  prev_status: ThreadStatus;
  next_status: ThreadStatus;
  reason_rule_id: string | null;
  sanction_level: number;
  /** By how much the sanction level changed. */
  delta?: number;
  /** By how much the number of reports changed. */
  report_delta?: number;
  /** Why those further reports were made. */
  report_reasons?: ReportReasonsDto;
}

/** The thread was crossposted: people of another board join. */
export class CrossInflowRowDto extends RowEnvelopeDto {
  type: 'cross_inflow';
  round: number;
  from_board_id: string;
  to_board_id: string;
  mode: 'crosspost';
  reason: 'moderation_action' | 'reports' | 'activity';
  /** The personas that join. */
  arrivals: string[];
  /** Their names, in the same order; runs of version 0.1 have none. */
  arrival_names?: string[];
}

/** The meme moved. */
export class MemeFlowRowDto extends RowEnvelopeDto {
  type: 'meme_flow';
  round: number;
  meme_seed_id: string;
  /** @example "hub_to_factory" */
  phase: string;
  @Fraction() meme_heat: number;
  from_board_id: string | null;
  to_board_id: string | null;
}

/** A round is over. */
export class RoundSummaryRowDto extends RowEnvelopeDto {
  type: 'round_summary';
  round: number;
  participant_count: number;
  comment_count: number;
  report_count: number;
  report_reasons?: ReportReasonsDto;
  upvote_count: number;
  /** What moderation did in the round. */
  policy_events: number;
  status: ThreadStatus;
  @Fraction() max_score: number;
}
