import type { Run, RunListItem } from '../api/types.js';
import { counted, duration } from './numbers.js';

/** Any name in snake_case or CAPITALS, in words. */
export const inWords = (name: string): string => name.replaceAll('_', ' ').toLowerCase();

/** Why the rounds ended. */
export const ENDING_WORDS: Readonly<Record<string, string>> = {
  moderation_lock: 'moderation had locked it',
  thread_quiet: 'nobody had anything left to say',
  evidence_expired: 'the evidence had expired',
  round_limit: 'all rounds had been played',
};

/** What became of the thread. */
export const THREAD_WORDS: Readonly<Record<string, string>> = {
  visible: 'open',
  hidden: 'hidden',
  locked: 'locked',
  ghost: 'a ghost',
  sanctioned: 'sanctioned',
};

export const RETRY_WORDS: Readonly<Record<string, string>> = {
  maximum_attempts_reached: 'it had no attempts left',
  non_retryable_failure: 'it is an error that trying again does not mend',
  timeout: 'its time was over',
  retry_budget_exhausted: 'the run had no retries left',
  recovery_limit_reached: 'it was recovered at one checkpoint too often',
};

type Told = Pick<
  Run,
  | 'status'
  | 'rounds_run'
  | 'thread_status'
  | 'termination_reason'
  | 'total_reports'
  | 'duration_ms'
  | 'stage_retry_count'
  | 'current_stage'
  | 'error'
  | 'next_retry_at'
>;

/** What happened, or is happening, in one sentence that goes on after the title. */
export function sentenceOf(run: Told): string {
  const tries =
    run.stage_retry_count > 0 ? `, after ${counted(run.stage_retry_count, 'retry', 'retries')}` : '';
  return { queued, running, succeeded, failed, cancelled, interrupted }[run.status](run, tries);
}

type Teller = (run: Told, tries: string) => string;

const queued: Teller = () => 'waits for its turn.';
const running: Teller = (run, tries) => {
  const stage = inWords(run.current_stage ?? 'starting');
  const wait = run.next_retry_at ? ', waiting for its next attempt' : '';
  return `is being played: ${stage}${roundsSoFar(run)}${wait}${tries}.`;
};
const succeeded: Teller = (run, tries) => `${endingOf(run)}${timeTaken(run)}${tries}.`;
const failed: Teller = (run) => {
  const where = run.error?.stage_node ? ` in ${inWords(run.error.stage_node)}` : '';
  const tries = run.error?.attempts ? ` after ${counted(run.error.attempts, 'attempt')}` : '';
  return `failed${where}${tries}${roundsSoFar(run)}.`;
};
const cancelled: Teller = (run) => `was cancelled${roundsSoFar(run)}.`;
const interrupted: Teller = (run) =>
  `was cut off with its process${roundsSoFar(run)}, and waits for somebody to take it up.`;

function endingOf({ rounds_run, thread_status, termination_reason, total_reports }: Told): string {
  if (rounds_run == null) return 'succeeded';
  const status = THREAD_WORDS[thread_status ?? ''] ?? thread_status ?? 'open';
  const why = ENDING_WORDS[termination_reason ?? ''] ?? inWords(termination_reason ?? '');
  const reports = total_reports == null ? '' : `, with ${counted(total_reports, 'report')}`;
  return `ended after ${counted(rounds_run, 'round')}${why && `, when ${why}`}: the thread is ${status}${reports}`;
}

const timeTaken = ({ duration_ms }: Told): string =>
  duration_ms === null ? '' : `; it took ${duration(duration_ms)}`;

const roundsSoFar = ({ rounds_run }: Told): string =>
  rounds_run ? `, with ${counted(rounds_run, 'round')} played` : '';

/** What to call a run. */
export const titleOf = ({
  title,
  pipeline,
  run_id,
}: Pick<RunListItem, 'title' | 'pipeline' | 'run_id'>): string =>
  title ?? `${inWords(pipeline)} ${shortId(run_id)}`;

/** The part of an id that tells runs apart. */
export const shortId = (id: string): string => id.slice(-8);
