/** What a run's log tells of the deaths of its processes since its last checkpoint. */
export interface Deaths {
  /** How often the run was taken up after one. */
  readonly recoveries: number;
  /** Whether it was the only run under way at the last one. */
  readonly wasAlone: boolean;
  /** Whether the process that died last has saved that this run ended it. */
  readonly isBlamed: boolean;
}

/**
 * How a run is taken up whose process died: `together` with others, or `alone`, so that the next death has only one
 * suspect; `give_up` ends it.
 */
export type RecoveryDecision = 'together' | 'alone' | 'give_up';

/**
 * Decides how a run is taken up. At a first death all runs of the process are taken up together, since it may have been
 * the machine; after a second one at the same checkpoint, or when it is known to be to blame, a run is taken up alone.
 * Only a death that nothing else can have caused ends a run: one when it was alone, or one that it is blamed for.
 * @param limit recoveries at one checkpoint; with 0 no run is taken up at all
 */
export function decideRecovery({ recoveries, wasAlone, isBlamed }: Deaths, limit: number): RecoveryDecision {
  if (limit === 0) return 'give_up';
  const isKnown = wasAlone || isBlamed;
  if (isKnown && recoveries >= limit) return 'give_up';
  const together = Math.min(1, limit - 1); // with a limit of 1, the only recovery is the one that has to show it
  return isBlamed || recoveries >= together ? 'alone' : 'together';
}
