import type { ReasonCounts } from '../policy/reaction.policy.js';

/** What is counted while a round is played. */
export interface RoundCount {
  readonly round: number;
  /** Comments that got through. */
  comments: number;
  reports: number;
  readonly reportReasons: ReasonCounts;
  upvotes: number;
  policyEvents: number;
  /** Safety findings that survived regeneration. */
  unsafe: number;
  maxScore: number;
  /** Personas that could not be given a text. */
  failures: number;
}

/** The count before anybody has spoken. */
export function startCount(round: number): RoundCount {
  return {
    round,
    comments: 0,
    reports: 0,
    reportReasons: {},
    upvotes: 0,
    policyEvents: 0,
    unsafe: 0,
    maxScore: 0,
    failures: 0,
  };
}
