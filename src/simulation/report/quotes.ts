import type { Intent } from '../domain/intent.js';

/** How an answer stands to what it answers. */
export const STANCES = ['agree', 'oppose', 'ask'] as const;
export type Stance = (typeof STANCES)[number];

/** How a line sounds. */
export type Tone =
  'urgent' | 'dry' | 'conciliatory' | 'guarded' | 'playful' | 'probing' | 'hostile' | 'plain';

/** A persona of the thread. */
export interface SpeakerRef {
  readonly persona_id: string;
  readonly name: string;
}

/** A claim that was really made, with who made it, when, and how the comment scored. */
export interface QuotedClaim extends SpeakerRef {
  readonly community_id: string;
  readonly community_name: string;
  readonly round: number;
  /** The row of the run log that it stands in; null when the log's rows were given without their numbers. */
  readonly seq: number | null;
  readonly intent: Intent | null;
  readonly claim: string;
  /** The sentence of the comment that matters. */
  readonly quote: string;
  readonly score: number;
  /** What the claim rests on; null when it cites nothing. */
  readonly evidence_id: string | null;
}

/** Something that comments cite. */
export interface QuotedEvidence {
  readonly id: string;
  readonly source: string | null;
  readonly text: string;
  readonly grade: string | null;
}

/** One side of a conflict. `opposition`: whether one answered the other, or their intents pull against each other. */
export interface OpposedClaim extends QuotedClaim {
  readonly opposition: 'reply' | 'intents';
  /** Whether it names the incident, or rests on a fact of it. */
  readonly grounded: boolean;
}

/** A claim from which both sides could go on. */
export interface MediationPoint extends QuotedClaim {
  readonly basis: 'mediating_claim' | 'agreement' | 'shared_evidence' | 'checkable_claim' | 'strongest_claim';
  /** Who of another community agreed with it. */
  readonly agreed_by: SpeakerRef | null;
  readonly evidence: QuotedEvidence | null;
}

/** A line as it was said. */
export interface SpokenLine {
  readonly speaker: SpeakerRef;
  readonly line: string;
  /** The sentence of it that matters. */
  readonly quote: string;
  readonly tone: Tone;
  readonly round: number;
  /** As in {@link QuotedClaim}. */
  readonly seq: number | null;
}

/** A line, and the one that it answers; `stance` and `replying_to` are null when it answers none. */
export interface DialogueExchange extends SpokenLine {
  readonly stance: Stance | null;
  readonly replying_to: SpokenLine | null;
}
