import { isAtLeast, type LoopState, type TerminationReason } from '../domain/thread-state.js';

/** Rounds running without a comment after which a thread counts as quiet. */
const QUIET_ROUNDS = 2;

/** What ends the round loop after the round that was just played; null when it goes on. The first that holds. */
export function terminationReason(loop: LoopState, rounds: number): TerminationReason | null {
  if (isAtLeast(loop.status, 'locked')) return 'moderation_lock';
  if (loop.quiet_rounds >= QUIET_ROUNDS) return 'thread_quiet';
  if (loop.evidence_hours_left <= 0 && !loop.evidence_lost) return 'evidence_expired';
  return loop.round >= rounds ? 'round_limit' : null;
}
