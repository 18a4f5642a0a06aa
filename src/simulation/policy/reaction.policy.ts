import type { RandomStream } from '../../common/index.js';
import { clamp } from '../domain/numbers.js';
import type { Intent } from '../domain/intent.js';
import { share, type Dial } from '../domain/seed.js';
import type { EvidenceGrade } from '../packs/schema/world.pack.js';

/** Why readers report a comment. */
export const REPORT_REASONS = ['uncited', 'hostile', 'private', 'taboo', 'repetition', 'off_topic'] as const;
export type ReportReason = (typeof REPORT_REASONS)[number];

/**
 * How much a comment offends for each reason, 0..1: no evidence where it is asked for; a quarrel, hostile terms between
 * writer and readers, or a word that is taboo among them; data of people; a taboo word, before redaction; nearly what
 * was said before; nothing about the incident.
 */
export type OffenceParts = Readonly<Record<ReportReason, number>>;

export const OFFENCE_WEIGHTS: OffenceParts = {
  taboo: 0.45,
  private: 0.45,
  hostile: 0.3,
  uncited: 0.2,
  repetition: 0.1,
  off_topic: 0.1,
};

/**
 * What makes a reader report an offence, as a chance: a base, and what the dial adds for each reason by its shares of
 * heat (urgency and hype) and of evidence. Mediation and safety add nothing.
 */
export const READINESS: Readonly<Record<ReportReason, { base: number; heat: number; evidence: number }>> = {
  taboo: { base: 0.03, heat: 0.09, evidence: 0 },
  private: { base: 0.1, heat: 0, evidence: 0 },
  hostile: { base: 0.015, heat: 0.07, evidence: 0 },
  uncited: { base: 0.01, heat: 0.07, evidence: 0.03 },
  repetition: { base: 0.01, heat: 0.06, evidence: 0.01 },
  off_topic: { base: 0.01, heat: 0.06, evidence: 0.01 },
};

/** How hostile comments of an intent sound, 0..1, and how much of that is left when they attack nobody. */
const TONE: Readonly<Record<Intent, number>> = {
  alert: 0.5,
  hype: 0.6,
  evidence: 0.15,
  safety: 0.1,
  mediate: 0,
};
const TONE_WITHOUT_OPPONENT = 0.4;

/** Reports of a comment, and how many of them give which reason; reasons that nobody gives are left out. */
interface ReportCount {
  readonly total: number;
  readonly reasons: ReasonCounts;
}
export type ReasonCounts = Partial<Record<ReportReason, number>>;

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
  let sum = 0;
  for (const reason of REPORT_REASONS) sum += OFFENCE_WEIGHTS[reason] * clamp(parts[reason], 0, 1);
  return clamp(sum, 0, 1);
}

/** How hostile a comment sounds by what it wants, and by whether it opposes somebody, 0..1. */
export function toneOf(intent: Intent, opposes: boolean): number {
  return TONE[intent] * (opposes ? 1 : TONE_WITHOUT_OPPONENT);
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

/** How likely a reader is to report a comment for a reason, 0..1. */
export function reportChance(reason: ReportReason, parts: OffenceParts, dial: Dial): number {
  const { base, heat, evidence } = READINESS[reason];
  const readiness = base + heat * share(dial, 'U', 'H') + evidence * share(dial, 'E');
  return OFFENCE_WEIGHTS[reason] * clamp(parts[reason], 0, 1) * readiness;
}

/** How many readers report a comment, and why; a reader reports once. */
export function drawReports(
  readers: number,
  parts: OffenceParts,
  dial: Dial,
  random: RandomStream,
): ReportCount {
  const chances = REPORT_REASONS.map((reason) => reportChance(reason, parts, dial));
  const chance = chances.reduce((sum, one) => sum + one, 0);
  const total = chance === 0 ? 0 : random.binomial(readers, clamp(chance, 0, 1));
  const reasons: ReasonCounts = {};
  for (let report = 0; report < total; report++) {
    let rest = random.next() * chance;
    const reason = REPORT_REASONS.find((_, index) => (rest -= chances[index] ?? 0) < 0) ?? 'hostile';
    reasons[reason] = (reasons[reason] ?? 0) + 1;
  }
  return { total, reasons };
}

/** Adds counts to others, in place. */
export function addReasons(to: ReasonCounts, more: ReasonCounts): void {
  for (const reason of REPORT_REASONS) {
    const count = more[reason];
    if (count) to[reason] = (to[reason] ?? 0) + count;
  }
}

/** The reason that was given most, of equals the first; null when none was. */
export function leadingReason(counts: ReasonCounts): ReportReason | null {
  const given = REPORT_REASONS.filter((reason) => counts[reason]);
  return given.reduce<ReportReason | null>(
    (best, reason) => (best && (counts[best] ?? 0) >= (counts[reason] ?? 0) ? best : reason),
    null,
  );
}

/** Codes of gates that readers take offence at as taboo, and what codes about data of people begin with. */
const TABOO_CODES: ReadonlySet<string> = new Set(['TABOO_TERM', 'SEED_FORBIDDEN_TERM']);
const PRIVATE_CODE = 'PII_';

/** Whether gates found a taboo word, or data of people, by the codes of what they found. */
export function offencesFound(codes: readonly string[]): {
  readonly taboo: boolean;
  readonly private: boolean;
} {
  return {
    taboo: codes.some((code) => TABOO_CODES.has(code)),
    private: codes.some((code) => code.startsWith(PRIVATE_CODE)),
  };
}

/** The reason that a finding which survived regeneration gives for a step of moderation. */
export function graveReason(codes: readonly string[]): ReportReason {
  const found = offencesFound(codes);
  if (found.private) return 'private';
  return found.taboo ? 'taboo' : 'hostile';
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
