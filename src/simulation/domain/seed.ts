import type { EvidenceGrade } from '../packs/schema/world.pack.js';
import type { Intent } from './intent.js';
import type { InputChange } from './input-change.js';
import type { Intervention } from './intervention.js';

/** How much an incident is about urgency, evidence, mediation, safety and hype; whole numbers that sum to 100. */
export interface Dial {
  U: number;
  E: number;
  M: number;
  S: number;
  H: number;
}
export type DialAxis = keyof Dial;

/** The axes in the order that decides ties. */
export const DIAL_AXES: readonly DialAxis[] = ['U', 'E', 'M', 'S', 'H'];

/** The incident that a simulation starts from. */
export interface Seed {
  seed_id: string;
  title: string;
  summary: string;
  board_id: string;
  zone_id: string;
  dial: Dial;
  public_facts: string[];
  /** Known to the writers alone; they reach nothing but the `context` row. */
  hidden_facts: string[];
  stakeholders: string[];
  forbidden_terms: string[];
  sensitivity_tags: string[];
  evidence_grade: EvidenceGrade;
  evidence_type: string;
  /** Hours until the evidence is gone. */
  evidence_expiry_hours: number;
}

/** An incident as it is asked for: without a zone, it is in that of the board's first community. */
export type RequestedSeed = Omit<Seed, 'zone_id'> & { zone_id?: string };

/** What follows from a dial axis. */
export interface AxisProfile {
  /** The comment flow that suits it. */
  readonly flow: string;
  readonly tab: SortTab;
  readonly intent: Intent;
}
export type SortTab = 'latest' | 'evidence_first' | 'preserve_first' | 'weekly_hot';

export const AXIS_PROFILES: Readonly<Record<DialAxis, AxisProfile>> = {
  U: { flow: 'P1', tab: 'latest', intent: 'alert' },
  E: { flow: 'P2', tab: 'evidence_first', intent: 'evidence' },
  M: { flow: 'P4', tab: 'preserve_first', intent: 'mediate' },
  S: { flow: 'P4', tab: 'preserve_first', intent: 'safety' },
  H: { flow: 'P6', tab: 'weekly_hot', intent: 'hype' },
};

/** The largest axis; ties go to the first of U E M S H. */
export function dominantAxis(dial: Dial): DialAxis {
  return DIAL_AXES.reduce((best, axis) => (dial[axis] > dial[best] ? axis : best));
}

/** The share of some axes, 0..1. */
export function share(dial: Dial, ...axes: DialAxis[]): number {
  return axes.reduce((sum, axis) => sum + dial[axis], 0) / 100;
}

/** What a simulation run is asked to do, as the stages get it. */
export interface SimulationInput {
  readonly seed: Seed;
  readonly rounds: number;
  readonly pack_fingerprint: string;
  /** The name of the packs; left out for the service's own. */
  readonly packs?: string;
  /** Stands in the name of every random stream; left out for common random numbers, and by version 0.2 and before. */
  readonly content_digest?: string;
  /** Passages of the world's knowledge that belong to this seed. */
  readonly passages: readonly Passage[];
  /** By round; left out where there are none. */
  readonly interventions?: readonly Intervention[];
  /** What is other from a round on, by round; left out where nothing is. */
  readonly changes?: readonly InputChange[];
  /** In a fork that plays rounds again: what they have to come to. */
  readonly kept?: KeptRounds;
}

/** Rounds of a fork that have to be those of its source. */
export interface KeptRounds {
  /** The first round that may differ. */
  readonly before_round: number;
  /** Digest of the rows before it. */
  readonly digest: string;
}

/** Hours of evidence that a round uses up. */
export const HOURS_PER_ROUND = 6;

/** A sentence of the world that comments can rest on. */
export interface Passage {
  readonly id: string;
  readonly section: PassageSection;
  readonly kind: string;
  /** Who says so, or what it is called. */
  readonly source: string;
  readonly text: string;
  readonly grade: EvidenceGrade;
}
export const PASSAGE_SECTIONS = ['evidence', 'policy', 'organization', 'hierarchy'] as const;
export type PassageSection = (typeof PASSAGE_SECTIONS)[number];
