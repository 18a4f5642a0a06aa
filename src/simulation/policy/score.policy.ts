import type { AccountType } from '../casting/cast.policy.js';
import { rounded } from '../domain/numbers.js';
import type { SortTab } from '../domain/seed.js';
import type { EvidenceGrade } from '../packs/schema/world.pack.js';

/** What a comment's score is made of. */
export interface ScoredComment {
  readonly upvotes: number;
  /** 1 for the comment, 1 more when it answers another. */
  readonly comments: number;
  readonly views: number;
  readonly reports: number;
  /** The grade of what it cites; null: nothing. */
  readonly cites: EvidenceGrade | null;
  readonly account: AccountType;
  /** 0..1; shown with the parts, though it counts through the reports alone. */
  readonly offence: number;
}

/** The thread that a comment stands in. */
export interface ScoringThread {
  readonly sanctionLevel: number;
  readonly tab: SortTab;
  readonly grade: EvidenceGrade;
  readonly hoursLeft: number;
  readonly culture: number;
}

const BASE_WEIGHTS = {
  upvotes: 1,
  comments: 1.3,
  views: 0.2,
  preserve: 3,
  reports: -1.8,
  trust: 1.1,
} as const;
const TRUST: Readonly<Record<AccountType, number>> = { public: 1, alias: 0.5, mask: 0 };
const EXPOSURE: Readonly<Record<AccountType, number>> = { public: 1, alias: 0.94, mask: 0.86 };
const TAB: Readonly<Record<SortTab, number>> = {
  latest: 0.95,
  weekly_hot: 1,
  evidence_first: 0.98,
  preserve_first: 1.02,
};
const GRADE: Readonly<Record<EvidenceGrade, number>> = { A: 1.06, B: 1, C: 0.9 };
/** What each sanction level takes away, and what it leaves at the least. */
const SANCTION = { perLevel: 0.06, least: 0.5 } as const;

/** What the hours left make of a score. */
export function countdownFactor(hoursLeft: number): number {
  if (hoursLeft <= 12) return 0.9;
  return hoursLeft <= 24 ? 0.95 : 1;
}

/** A comment's score, and the parts that it comes from. A negative base is divided by the factors instead. */
export function scoreComment(comment: ScoredComment, thread: ScoringThread) {
  const { upvotes, comments, views, reports, cites, account, offence } = comment;
  const preserve = cites === 'A' || cites === 'B' ? 1 : 0;
  const base =
    BASE_WEIGHTS.upvotes * upvotes +
    BASE_WEIGHTS.comments * comments +
    BASE_WEIGHTS.views * views +
    BASE_WEIGHTS.preserve * preserve +
    BASE_WEIGHTS.reports * reports +
    BASE_WEIGHTS.trust * TRUST[account];
  const exposure = EXPOSURE[account];
  const sanction = Math.max(SANCTION.least, 1 - SANCTION.perLevel * thread.sanctionLevel);
  const tab = TAB[thread.tab];
  const grade = GRADE[thread.grade];
  const countdown = countdownFactor(thread.hoursLeft);
  const { culture } = thread;
  const factor = exposure * sanction * tab * grade * countdown * culture;
  const score = base < 0 ? base / factor : base * factor;
  const trust = TRUST[account];
  return {
    score: rounded(score),
    score_parts: {
      base: rounded(base),
      preserve,
      trust,
      exposure,
      sanction,
      tab,
      grade,
      countdown,
      culture,
      offence: rounded(offence),
    },
  };
}
