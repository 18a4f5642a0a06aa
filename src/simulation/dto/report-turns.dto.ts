import { ApiProperty } from '@nestjs/swagger';

/** A persona of the thread. */
export class SpeakerRefDto {
  persona_id: string;
  name: string;
}

/** A comment, by the sentence of it that matters. */
class SaidInDto extends SpeakerRefDto {
  round: number;
  /** The row of the run log that it is in. */
  seq: number | null;
  quote: string;
}

/** A part of an arc. */
class ArcBeatDto {
  /** The rows of its comments. */
  seqs: number[];
  /** The comment that stands for it. */
  said: SaidInDto;
}

/** Where an arc turns. */
class ArcTurnDto extends ArcBeatDto {
  /** What makes it the turn: an intervention came just before it, somebody was moved, moderation spoke, somebody agreed, new evidence came, or most readers reacted. */
  basis: 'intervention' | 'position_change' | 'moderation' | 'agreement' | 'evidence' | 'peak';
}

/** How the argument about something went. */
export class ArcDto {
  /** The incident's title, a fact, or somebody concerned. */
  subject: string;
  comment_count: number;
  set_up: ArcBeatDto;
  escalation: ArcBeatDto;
  turn: ArcTurnDto;
  end: ArcBeatDto;
}

/** Somebody who was moved. */
export class PositionChangeDto extends SpeakerRefDto {
  round: number;
  /** The row of the run log that tells of it. */
  seq: number | null;
  /** `for`, `against` or `undecided`. */
  from: string;
  to: string;
  /** What the position rests on now. */
  reason: string;
  /** The comment that did it; null for an intervention. */
  @ApiProperty({ type: () => SaidInDto, nullable: true })
  because: SaidInDto | null;
}

/** Something that happened to the thread from outside. */
export class ReportedInterventionDto {
  round: number;
  /** The row of the run log that tells of it. */
  seq: number | null;
  /** `reveal`, `fact`, `statement`, `evidence_lost` or `moderate`. */
  kind: string;
  /** The same in a sentence. */
  text: string;
  /** The comments that took it up. */
  taken_up: SaidInDto[];
}

/** Comments that came near a hidden fact. */
export class NearHiddenFactDto {
  /** Its place in the seed, from 0. Its words stay in the run log. */
  index: number;
  comments: SaidInDto[];
}

/** What somebody said to a notice. */
class NoticeAnswerDto extends SpeakerRefDto {
  round: number;
  seq: number | null;
  /** `protest`, `approve` or `comply`. */
  stance: string;
  text: string;
}

/** What a moderator told the thread. */
class NoticeReportDto {
  /** `hide`, `lock`, `warning` or `restore`. */
  kind: string;
  /** `uncited`, `hostile`, `private`, `taboo`, `repetition` or `off_topic`. */
  reason: string;
  round: number;
  seq: number | null;
  text: string;
  replies: NoticeAnswerDto[];
}

/** The appeal of whoever opened the thread. */
class AppealReportDto extends SpeakerRefDto {
  round: number;
  seq: number | null;
  /** `accepted`, `rejected` or `delayed`. */
  outcome: string;
  text: string;
  /** What a moderator answered. */
  answer: string;
}

/** What moderation had to do with, and what it said. */
export class ReportedModerationDto {
  /** Reports by reason. */
  report_reasons: Record<string, number>;
  notices: NoticeReportDto[];
  @ApiProperty({ type: () => AppealReportDto, nullable: true })
  appeal: AppealReportDto | null;
}
