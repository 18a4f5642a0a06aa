/** The crashes of a run's processes since its last checkpoint, as recorded in its log. */
export interface Deaths {
  /** How often the run was recovered from one. */
  readonly recoveries: number;
  /** Whether it was the only run in the process at the last one. */
  readonly wasAlone: boolean;
  /** Whether the last process recorded that this run crashed it. */
  readonly isBlamed: boolean;
}

/**
 * How to recover a run whose process crashed: `together` with others, or `alone`, so that the next crash has only one
 * suspect; `give_up` ends the run.
 */
type RecoveryDecision = 'together' | 'alone' | 'give_up';

/**
 * Decides how to recover a run. After a first crash all runs of the process are recovered together, since the machine may
 * have been the cause; after a second one at the same checkpoint, or when it is known to be to blame, a run is recovered
 * alone. A run is only ended by a crash that nothing else can have caused: one while it was alone, or one that it is
 * blamed for.
 * @param limit recoveries per checkpoint; with 0 no run is recovered
 */
export function decideRecovery({ recoveries, wasAlone, isBlamed }: Deaths, limit: number): RecoveryDecision {
  if (limit === 0) return 'give_up';
  const isKnown = wasAlone || isBlamed;
  if (isKnown && recoveries >= limit) return 'give_up';
  const together = Math.min(1, limit - 1); // with a limit of 1, the only recovery must be alone
  return isBlamed || recoveries >= together ? 'alone' : 'together';
}
