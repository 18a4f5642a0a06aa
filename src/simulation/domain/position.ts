/** Where a persona stands on the incident's question: whether there is something here that somebody has to answer for. */
export const POSITION_STANCES = ['for', 'against', 'undecided'] as const;
export type PositionStance = (typeof POSITION_STANCES)[number];

/** What a persona thinks of the incident, and why. */
export interface Position {
  readonly stance: PositionStance;
  /** A public fact, a conviction of its community, or the incident's title. */
  readonly reason: string;
  /** The evidence id of the reason; null when it is a conviction. */
  readonly reason_id: string | null;
  /** The stakeholder whom it has in mind; null when the incident names none. */
  readonly about: string | null;
}

/** A position with what decides whether it holds. */
export interface HeldPosition extends Position {
  /** How hard it is to move, 0..1. */
  readonly firmness: number;
  /** Facts that have been weighed already: each moves a persona once at the most. */
  readonly weighed: readonly string[];
}
