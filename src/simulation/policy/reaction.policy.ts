import type { RandomStream } from '../../common/index.js';
import { clamp } from '../domain/numbers.js';
import { share, type Dial } from '../domain/seed.js';
import type { EvidenceGrade } from '../packs/schema/world.pack.js';

/** The parts of a comment's offence, each 0..1. */
export interface OffenceParts {
  /** A taboo word, before redaction. */
  taboo: number;
  /** No evidence where it is asked for. */
  unsupported: number;
  /** Hostile terms between writer and readers, or a word that is taboo among them. */
  hostility: number;
  /** Nearly what was said before. */
  similarity: number;
}

export const OFFENCE_WEIGHTS: Readonly<OffenceParts> = {
  taboo: 0.45,
  unsupported: 0.25,
  hostility: 0.2,
  similarity: 0.1,
};

const OFFENCE_PARTS = Object.keys(OFFENCE_WEIGHTS) as (keyof OffenceParts)[];

/** How much it offends to cite nothing, by the grade of the evidence that there is. */
export const UNSUPPORTED_BY_GRADE: Readonly<Record<EvidenceGrade, number>> = { A: 0.3, B: 0.6, C: 1 };

/** The similarity at which a comment begins to sound repeated, and the one at which it is a repetition. */
const REPEATED = { from: 0.6, to: 0.85 } as const;

/** Readers of a comment on a board of neutral culture, before heat and rank. */
const READERS_PER_COMMENT = 20;

/** The best score at which a thread ranks highest. */
const TOP_SCORE = 30;

/** How much a comment offends, 0..1. */
export function offence(parts: OffenceParts): number {
  return OFFENCE_PARTS.reduce((sum, name) => sum + OFFENCE_WEIGHTS[name] * clamp(parts[name], 0, 1), 0);
}

/** How much a comment repeats another, 0..1, by its similarity to the nearest one. */
export function repetition(nearest: number): number {
  return clamp((nearest - REPEATED.from) / (REPEATED.to - REPEATED.from), 0, 1);
}

/** Readers of a comment: more on hot threads, and on threads whose last round scored well (rank 0.5 .. 1.5). */
export function readersOf(culture: number, heat: number, bestScore: number): number {
  const rank = 0.5 + clamp(bestScore / TOP_SCORE, 0, 1);
  return Math.round(READERS_PER_COMMENT * culture * (1 + heat) * rank);
}

/** How many readers report a comment. */
export function drawReports(readers: number, offended: number, dial: Dial, random: RandomStream): number {
  return random.binomial(readers, clamp(offended * (0.02 + 0.1 * share(dial, 'S', 'M')), 0, 1));
}

/** How many readers upvote a comment; `fit` is the share of preferred words that it uses, 0..1. */
export function drawUpvotes(
  readers: number,
  offended: number,
  fit: number,
  heat: number,
  random: RandomStream,
): number {
  return random.binomial(readers, clamp((1 - offended) * (0.05 + 0.1 * fit) * (1 + heat), 0, 1));
}
