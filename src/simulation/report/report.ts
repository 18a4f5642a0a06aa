import type { Dial, DialAxis } from '../domain/seed.js';
import type { Intent } from '../domain/intent.js';
import type { TokenCount } from '../domain/token-count.js';
import type {
  DialogueExchange,
  MediationPoint,
  OpposedClaim,
  QuotedClaim,
  QuotedEvidence,
  SpeakerRef,
  Stance,
} from './quotes.js';

/** How bad a risk is. */
export const SEVERITIES = ['low', 'medium', 'high'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What one community said, and how it was taken. */
export interface LensSummary {
  readonly community_id: string;
  readonly community_name: string;
  readonly comment_count: number;
  readonly speakers: readonly SpeakerRef[];
  /** The intent of most of its comments. */
  readonly leading_intent: Intent | null;
  readonly intents: Readonly<Record<Intent, number>>;
  readonly reception: {
    readonly code: 'welcomed' | 'contested' | 'rejected' | 'ignored';
    readonly upvotes: number;
    readonly reports: number;
    readonly views: number;
    readonly average_score: number;
  };
  /** Its strongest claims, three at the most. */
  readonly claims: readonly QuotedClaim[];
  /** What it cited most, two at the most. */
  readonly evidence: readonly (QuotedEvidence & { readonly times: number })[];
  /** Whom its members answered, and how. */
  readonly answers: readonly ({ readonly community_id: string; readonly community_name: string } & Readonly<
    Record<Stance, number>
  >)[];
}

/** One of the ten best comments. */
export interface Highlight extends QuotedClaim {
  /** 1 is the best. */
  readonly rank: number;
  readonly text: string;
  /** Whether it speaks of a fact of the incident, or of somebody concerned. */
  readonly names_incident: boolean;
  readonly upvotes: number;
  readonly reports: number;
}

/** What the thread is at odds about. */
export interface ConflictMap {
  /** The two strongest opposed claims; null when nobody opposed anybody. */
  readonly claim_a: OpposedClaim | null;
  readonly claim_b: OpposedClaim | null;
  /** The strongest claim of a community on neither side. */
  readonly third_interest: QuotedClaim | null;
  readonly mediation_points: readonly MediationPoint[];
}

/** An open end; `text` is a quote from the log, or a name. */
export interface Foreshadowing {
  readonly hint_code: string;
  readonly text: string;
  readonly round: number;
  /** The comment that is quoted; null when none is. */
  readonly seq: number | null;
}

/** `details` is a sentence, and empty when there is nothing to say. */
export interface RiskCheck {
  readonly category: string;
  readonly severity: Severity;
  readonly details: string;
}

/** What the story has to keep to. Of the hidden facts, only their number. */
export interface SeedConstraints {
  readonly board_id: string;
  readonly board_name: string;
  readonly zone_id: string;
  readonly dial: Dial;
  readonly dominant_axis: DialAxis;
  readonly public_facts: readonly string[];
  readonly hidden_fact_count: number;
  readonly stakeholders: readonly string[];
  readonly forbidden_terms: readonly string[];
  readonly sensitivity_tags: readonly string[];
}

/** The evidence at the end of the thread. */
export interface EvidenceWatch {
  readonly grade: string;
  readonly type: string;
  readonly expires_in_hours: number;
  readonly countdown_risk: Severity;
}

/** One item of the story checklist; `details` as in {@link RiskCheck}. */
export interface ChecklistItem {
  readonly label: string;
  readonly status: 'ok' | 'risk' | 'missing';
  readonly details: string;
}
export const CHECKLIST = [
  'countdown_risk',
  'evidence_grade',
  'board_migration_clue',
  'meme',
  'event_card',
] as const;
export type StoryChecklist = Readonly<Record<(typeof CHECKLIST)[number], ChecklistItem>>;

/** How the run ended. `text` says it in a sentence or two. */
export interface Outcome {
  readonly status: string;
  readonly termination_reason: string;
  readonly rounds: number;
  readonly comments: number;
  readonly upvotes: number;
  readonly reports: number;
  readonly text: string;
}

/** One round: its best comment, and what happened besides, sentence by sentence. */
export interface TimelineEntry {
  readonly round: number;
  readonly comments: number;
  readonly upvotes: number;
  readonly reports: number;
  readonly top_comment: QuotedClaim | null;
  readonly events: readonly string[];
}

/** A comment, by the sentence of it that matters. */
export interface SaidIn extends SpeakerRef {
  readonly round: number;
  readonly seq: number | null;
  readonly quote: string;
}

/** Somebody who was moved. `from` and `to`: `for`, `against` or `undecided`. */
export interface PositionChange extends SpeakerRef {
  readonly round: number;
  readonly seq: number | null;
  readonly from: string;
  readonly to: string;
  /** What the persona's position rests on now. */
  readonly reason: string;
  /** The comment that did it; null for an intervention, or when the log does not have it. */
  readonly because: SaidIn | null;
}

/** Comments that came near a hidden fact. `index` is its place in the seed, from 0; its words stay in the run log. */
export interface NearHiddenFact {
  readonly index: number;
  readonly comments: readonly SaidIn[];
}

/** What a moderator told the thread, and who answered. */
export interface NoticeReport {
  /** `hide`, `lock`, `warning` or `restore`. */
  readonly kind: string;
  readonly reason: string;
  readonly round: number;
  readonly seq: number | null;
  readonly text: string;
  readonly replies: readonly (SpeakerRef & {
    readonly round: number;
    readonly seq: number | null;
    /** `protest`, `approve` or `comply`. */
    readonly stance: string;
    readonly text: string;
  })[];
}

/** What the author of the thread said against a decision, and a moderator's answer. */
export interface AppealReport extends SpeakerRef {
  readonly round: number;
  readonly seq: number | null;
  /** `accepted`, `rejected` or `delayed`. */
  readonly outcome: string;
  readonly text: string;
  readonly answer: string;
}

/** Something that happened to the thread from outside, and the comments that took it up. */
export interface ReportedIntervention {
  readonly round: number;
  readonly seq: number | null;
  readonly kind: string;
  /** The same in a sentence. */
  readonly text: string;
  readonly taken_up: readonly SaidIn[];
}

/** What moderation had to do with, and what it said. */
export interface ReportedModeration {
  /** Reports by reason, those of a backlash included. */
  readonly report_reasons: Readonly<Record<string, number>>;
  readonly notices: readonly NoticeReport[];
  readonly appeal: AppealReport | null;
}

/** What makes a comment the turn of an arc. */
export const TURNS = [
  'intervention',
  'position_change',
  'moderation',
  'agreement',
  'evidence',
  'peak',
] as const;
export type TurnBasis = (typeof TURNS)[number];

/** A part of an arc: its comments, and the one that stands for them. */
export interface ArcBeat {
  readonly seqs: readonly number[];
  readonly said: SaidIn;
}

/** How the argument about something went, in four parts that follow each other. */
export interface Arc {
  /** What it is about: the incident's title, a fact, or somebody concerned. */
  readonly subject: string;
  readonly comment_count: number;
  readonly set_up: ArcBeat;
  readonly escalation: ArcBeat;
  readonly turn: ArcBeat & { readonly basis: TurnBasis };
  readonly end: ArcBeat;
}

/** The sections of a report that writers use. */
export interface StorySections {
  readonly lens_summaries: readonly LensSummary[];
  readonly highlights_top10: readonly Highlight[];
  readonly conflict_map: ConflictMap;
  readonly dialogue_candidates: readonly DialogueExchange[];
  readonly foreshadowing: readonly Foreshadowing[];
  readonly risk_checks: readonly RiskCheck[];
  readonly seed_constraints: SeedConstraints;
  readonly evidence_watch: EvidenceWatch;
  readonly story_checklist: StoryChecklist;
}

/** A report, but for its gate. */
export interface ReportBody extends StorySections {
  readonly schema_version: 'report.v1';
  /** The run that the report is about; null when its id was not given. */
  readonly run_id: string | null;
  readonly random_seed: string;
  readonly seed_id: string;
  readonly title: string;
  readonly summary: string;
  readonly outcome: Outcome;
  readonly timeline: readonly TimelineEntry[];
  /** The whole thread first, then what was argued about most. */
  readonly arcs: readonly Arc[];
  readonly position_changes: readonly PositionChange[];
  readonly near_hidden_facts: readonly NearHiddenFact[];
  readonly moderation: ReportedModeration;
  /** Left out when there were none. */
  readonly interventions?: readonly ReportedIntervention[];
  /** What the language model has cost; left out when the phrase book has written. */
  readonly tokens?: TokenCount;
}

/** One thing that a report must have. */
export interface ReportGateCheck {
  readonly name: string;
  readonly passed: boolean;
  readonly details: string;
}

/** Whether a report is fit to write from. `failed_checks` are names. */
export interface ReportGate {
  readonly schema_version: 'report_gate.v1';
  readonly pass_fail: boolean;
  readonly checks: readonly ReportGateCheck[];
  readonly failed_checks: readonly string[];
}

/** What writers get of a run. */
export interface Report extends ReportBody {
  readonly report_gate: ReportGate;
}
