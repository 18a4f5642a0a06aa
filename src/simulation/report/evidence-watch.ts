import { HOURS_PER_ROUND } from '../domain/seed.js';
import type { RunFacts } from './run-facts.js';
import type { EvidenceWatch, Severity } from './report.js';

/** Hours left from which the countdown is a risk, as the comments' score sees it. */
export const FEW_HOURS = { medium: 24, high: 12 } as const;

/** The state of the evidence when the thread ended. */
export function evidenceWatch(facts: RunFacts): EvidenceWatch {
  const { evidence_grade, evidence_type } = facts.seed;
  const hours = hoursLeft(facts);
  return {
    grade: evidence_grade,
    type: evidence_type,
    expires_in_hours: hours,
    countdown_risk: countdownRisk(hours),
  };
}

/** How much a few hours left matter. */
export function countdownRisk(hours: number): Severity {
  if (hours <= FEW_HOURS.high) return 'high';
  return hours <= FEW_HOURS.medium ? 'medium' : 'low';
}

/** Hours of evidence left after the last round. */
function hoursLeft({ seed, hoursByRound, ended_round }: RunFacts): number {
  const inLastRound = hoursByRound.get(ended_round);
  if (inLastRound === undefined) {
    return Math.max(0, seed.evidence_expiry_hours - HOURS_PER_ROUND * ended_round);
  }
  return Math.max(0, inLastRound - HOURS_PER_ROUND);
}
