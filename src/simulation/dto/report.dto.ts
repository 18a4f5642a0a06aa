import { ApiProperty } from '@nestjs/swagger';
import { Fraction } from '../../common/index.js';
import { TokenCountDto } from './token-count.dto.js';
import type { Report } from '../report/report.js';
import {
  ArcDto,
  NearHiddenFactDto,
  PositionChangeDto,
  ReportedInterventionDto,
  ReportedModerationDto,
  SpeakerRefDto,
} from './report-turns.dto.js';

/** The same, without `readonly`: Swagger's plugin finds no item type in a readonly array. */
type Writable<T> = T extends object ? { -readonly [Key in keyof T]: Writable<T[Key]> } : T;

/** A claim that was really made. */
class QuotedClaimDto extends SpeakerRefDto {
  community_id: string;
  community_name: string;
  round: number;
  /** The row of the run log that it is in. */
  seq: number | null;
  /** `alert`, `evidence`, `mediate`, `safety` or `hype`. */
  intent: string | null;
  claim: string;
  /** The sentence of the comment that matters. */
  quote: string;
  @Fraction() score: number;
  /** What the claim rests on; null when it cites nothing. */
  evidence_id: string | null;
}

/** Something that comments cite. */
class QuotedEvidenceDto {
  id: string;
  /** Who says so; null for the incident's own facts. */
  source: string | null;
  text: string;
  /** A, B or C. */
  grade: string | null;
}

/** Evidence, and how often a community cited it. */
class CitedEvidenceDto extends QuotedEvidenceDto {
  times: number;
}

/** How a community's comments were taken. */
class ReceptionDto {
  /** `ignored`: no reaction; `rejected`: as many reports as upvotes, or more; `contested`: more than a third as many. */
  code: 'welcomed' | 'contested' | 'rejected' | 'ignored';
  upvotes: number;
  reports: number;
  views: number;
  @Fraction() average_score: number;
}

/** Whom a community answered, and how often in which way. */
class AnswersDto {
  community_id: string;
  community_name: string;
  agree: number;
  oppose: number;
  ask: number;
}

/** What one community said. */
class LensSummaryDto {
  community_id: string;
  community_name: string;
  comment_count: number;
  speakers: SpeakerRefDto[];
  /** The intent of most of its comments. */
  leading_intent: string | null;
  /** Comments of each intent. */
  intents: Record<string, number>;
  reception: ReceptionDto;
  /** Its strongest claims, three at the most. */
  claims: QuotedClaimDto[];
  /** What it cited most, two at the most. */
  evidence: CitedEvidenceDto[];
  answers: AnswersDto[];
}

/** One of the best comments. */
class HighlightDto extends QuotedClaimDto {
  /** 1 is the best. */
  rank: number;
  /** The whole comment. */
  text: string;
  /** Whether it speaks of a fact of the incident, or of somebody concerned. */
  names_incident: boolean;
  upvotes: number;
  reports: number;
}

/** One side of a conflict. */
class OpposedClaimDto extends QuotedClaimDto {
  /** Whether one side answered the other, or their intents pull against each other. */
  opposition: 'reply' | 'intents';
  /** Whether it names the incident, or rests on a fact of it. */
  grounded: boolean;
}

/** A claim from which both sides could go on. */
class MediationPointDto extends QuotedClaimDto {
  basis: 'mediating_claim' | 'agreement' | 'shared_evidence' | 'checkable_claim' | 'strongest_claim';
  /** Who of another community agreed with it. */
  agreed_by: SpeakerRefDto | null;
  evidence: QuotedEvidenceDto | null;
}

/** What the thread is at odds about. */
class ConflictMapDto {
  /** The stronger of the two strongest opposed claims. */
  claim_a: OpposedClaimDto | null;
  claim_b: OpposedClaimDto | null;
  /** The strongest claim of a community on neither side. */
  third_interest: QuotedClaimDto | null;
  mediation_points: MediationPointDto[];
}

/** A comment as a line of dialogue. */
class SpokenLineDto {
  speaker: SpeakerRefDto;
  line: string;
  /** The sentence of it that matters. */
  quote: string;
  tone: 'urgent' | 'dry' | 'conciliatory' | 'guarded' | 'playful' | 'probing' | 'hostile' | 'plain';
  round: number;
  /** The row of the run log that it is in. */
  seq: number | null;
}

/** A line and, where there is one, the line that it answers. */
class DialogueExchangeDto extends SpokenLineDto {
  stance: 'agree' | 'oppose' | 'ask' | null;
  replying_to: SpokenLineDto | null;
}

/** An open end of the thread. */
class ForeshadowingDto {
  /** @example "unanswered_question" */
  hint_code: string;
  /** A quote from the run log, or a name. */
  text: string;
  round: number;
  /** The row of the comment that is quoted; null when none is. */
  seq: number | null;
}

/** Something that may go wrong with a story made from this run. */
class RiskCheckDto {
  /** @example "unsupported_claims" */
  category: string;
  severity: 'low' | 'medium' | 'high';
  /** @example "11 comments of 30 cite nothing (37 %)." */
  details: string;
}

/** Weights of urgency, evidence, mediation, safety and hype. */
class ReportDialDto {
  U: number;
  E: number;
  M: number;
  S: number;
  H: number;
}

/** What the story has to keep to. */
class SeedConstraintsDto {
  board_id: string;
  board_name: string;
  zone_id: string;
  dial: ReportDialDto;
  /** The largest axis of the dial. */
  dominant_axis: string;
  public_facts: string[];
  /** The facts themselves stay in the run log. */
  hidden_fact_count: number;
  stakeholders: string[];
  forbidden_terms: string[];
  sensitivity_tags: string[];
}

/** The evidence when the thread ended. */
class EvidenceWatchDto {
  grade: string;
  type: string;
  expires_in_hours: number;
  /** `medium` from 24 hours left on, `high` from 12. */
  countdown_risk: 'low' | 'medium' | 'high';
}

/** One thing that a story needs. */
class ChecklistItemDto {
  label: string;
  /** `risk`: there, but weak. */
  status: 'ok' | 'risk' | 'missing';
  /** @example "The evidence is of grade B; 19 comments of 30 cite a source." */
  details: string;
}

/** What a story needs, item by item. */
class StoryChecklistDto {
  countdown_risk: ChecklistItemDto;
  evidence_grade: ChecklistItemDto;
  board_migration_clue: ChecklistItemDto;
  meme: ChecklistItemDto;
  event_card: ChecklistItemDto;
}

/** One thing that a report must have. */
class ReportGateCheckDto {
  /** @example "highlights_count" */
  name: string;
  passed: boolean;
  /** @example "There are 10; there must be 1 to 10." */
  details: string;
}

/** Whether the report is fit to write from. */
class ReportGateDto {
  schema_version: 'report_gate.v1';
  pass_fail: boolean;
  checks: ReportGateCheckDto[];
  /** Names of the checks that failed. */
  failed_checks: string[];
}

/** How the run ended. */
class OutcomeDto {
  /** `visible`, `hidden`, `locked`, `ghost` or `sanctioned`. */
  status: string;
  /** @example "round_limit" */
  termination_reason: string;
  rounds: number;
  comments: number;
  upvotes: number;
  reports: number;
  /** The same in a sentence or two. */
  text: string;
}

/** One round. */
class TimelineEntryDto {
  round: number;
  comments: number;
  upvotes: number;
  reports: number;
  @ApiProperty({ type: () => QuotedClaimDto, nullable: true })
  top_comment: QuotedClaimDto | null;
  /** What else happened, sentence by sentence. */
  events: string[];
}

/** What writers get of a run; made from its log alone. */
export class ReportDto {
  schema_version: 'report.v1';
  run_id: string | null;
  random_seed: string;
  seed_id: string;
  title: string;
  summary: string;
  outcome: OutcomeDto;
  /** One entry a round. */
  timeline: TimelineEntryDto[];
  /** How the argument went: about the whole incident, then about what was argued most. */
  arcs: ArcDto[];
  /** Who moved whom. */
  position_changes: PositionChangeDto[];
  /** Which comments came near which hidden fact, where any did. */
  near_hidden_facts: NearHiddenFactDto[];
  moderation: ReportedModerationDto;
  /** What happened to the thread from outside; left out when nothing did. */
  interventions?: ReportedInterventionDto[];
  /** Left out when the phrase book has written. */
  tokens?: TokenCountDto;
  /** One for each community that spoke. */
  lens_summaries: LensSummaryDto[];
  /** The best comments by score, ten at the most. */
  highlights_top10: HighlightDto[];
  conflict_map: ConflictMapDto;
  /** Three to five exchanges to build a scene from. */
  dialogue_candidates: DialogueExchangeDto[];
  foreshadowing: ForeshadowingDto[];
  risk_checks: RiskCheckDto[];
  seed_constraints: SeedConstraintsDto;
  evidence_watch: EvidenceWatchDto;
  story_checklist: StoryChecklistDto;
  report_gate: ReportGateDto;

  static of(report: Report): ReportDto {
    return report as Writable<Report>;
  }
}
