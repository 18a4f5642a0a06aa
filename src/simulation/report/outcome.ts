import { codeWords, counted } from '../domain/wording.js';
import type { Outcome } from './report.js';
import type { RunFacts } from './run-facts.js';

/** What each ending means, by its code. */
const REASONS: ReadonlyMap<string, string> = new Map([
  ['moderation_lock', 'moderation locked the thread'],
  ['thread_quiet', 'the thread had gone quiet'],
  ['evidence_expired', 'the evidence had run out'],
  ['round_limit', 'all rounds had been played'],
]);
const STATUSES: ReadonlyMap<string, string> = new Map([
  ['visible', 'is open for everybody to read'],
  ['hidden', 'is hidden from the preview'],
  ['locked', 'is locked'],
  ['ghost', 'is a ghost, which nobody is shown'],
  ['sanctioned', 'is closed, and its author sanctioned'],
]);

/** How the run ended. */
export function outcome(facts: RunFacts): Outcome {
  const { status, termination_reason, ended_round: rounds, comments } = facts;
  const upvotes = comments.reduce((total, comment) => total + comment.upvotes, 0);
  const reports = reportsOf(facts);
  const totals = { rounds, comments: comments.length, upvotes, reports };
  return { status, termination_reason, ...totals, text: sentences(facts, totals) };
}

/** All reports; those of a backlash are in the moderation decisions alone. */
export function reportsOf({ decided_reports, comments }: RunFacts): number {
  return decided_reports ?? comments.reduce((total, { reports }) => total + reports, 0);
}

function sentences(
  { status, termination_reason: reason }: RunFacts,
  { rounds, comments, upvotes, reports }: Omit<Outcome, 'status' | 'termination_reason' | 'text'>,
): string {
  const ending = reason === '' ? '' : `, when ${REASONS.get(reason) ?? codeWords(reason)}`;
  const state = status === '' ? '' : ` The thread ${STATUSES.get(status) ?? `is ${codeWords(status)}`}.`;
  const received = `${counted(comments, 'comment')}, ${counted(upvotes, 'upvote')} and ${counted(reports, 'report')}`;
  return `The thread ended after ${counted(rounds, 'round')}${ending}: ${received}.${state}`;
}
