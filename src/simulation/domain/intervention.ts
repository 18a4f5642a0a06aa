import type { EvidenceGrade } from '../packs/schema/world.pack.js';

/** What can be changed in a thread from outside. */
export const INTERVENTION_KINDS = ['reveal', 'fact', 'statement', 'evidence_lost', 'moderate'] as const;
export type InterventionKind = (typeof INTERVENTION_KINDS)[number];

/** What a moderator can be made to do. */
export const MODERATOR_ACTIONS = ['HIDE_PREVIEW', 'LOCK_THREAD', 'RESTORE'] as const;
export type ModeratorAction = (typeof MODERATOR_ACTIONS)[number];

/** Interventions of a run at the most. */
export const MOST_INTERVENTIONS = 20;

/** Something that was blacked out in a text. */
export interface Redaction {
  /** The place in the body of a request, as a JSON pointer. */
  readonly pointer: string;
  readonly rule_id: string;
  /** UPPER_SNAKE */
  readonly code: string;
}

/** Something that happens to a thread before the first comment of a round. */
export type Intervention = {
  /** 1 is the first round. */
  readonly round: number;
  /** What was blacked out in its texts when the run was accepted. */
  readonly redactions?: readonly Redaction[];
} & (
  | { readonly kind: 'reveal'; /** Its place in the seed's `hidden_facts`. */ readonly hidden_fact: number }
  | { readonly kind: 'fact'; readonly text: string; readonly evidence_grade?: EvidenceGrade }
  | { readonly kind: 'statement'; readonly stakeholder: string; readonly text: string }
  | { readonly kind: 'evidence_lost' }
  | { readonly kind: 'moderate'; readonly action: ModeratorAction }
);

/** What those who speak can take up of an intervention. */
export const NEWS_KINDS = [
  'reveal',
  'fact',
  'statement',
  'evidence_lost',
  'hide',
  'lock',
  'restore',
] as const;
export type NewsKind = (typeof NEWS_KINDS)[number];

const NEWS_OF_ACTION: Readonly<Record<ModeratorAction, NewsKind>> = {
  HIDE_PREVIEW: 'hide',
  LOCK_THREAD: 'lock',
  RESTORE: 'restore',
};

/** What an intervention is to those who speak. */
export function newsKindOf(intervention: Intervention): NewsKind {
  return intervention.kind === 'moderate' ? NEWS_OF_ACTION[intervention.action] : intervention.kind;
}

/** The kind of the intervention that news tell of. */
export function interventionKindOf(news: NewsKind): InterventionKind {
  return news === 'hide' || news === 'lock' || news === 'restore' ? 'moderate' : news;
}

/** Interventions in the order in which they happen: by round, and as they are listed within one. */
export function inOrder(interventions: readonly Intervention[]): Intervention[] {
  return interventions.toSorted((a, b) => a.round - b.round);
}
