import type { Clock } from '../common/index.js';
import { InjectedFaultError } from './stage.errors.js';

/** A failure to inject: the first attempts of a node throw, hang or start late. */
export interface Fault {
  readonly stage_node: string;
  readonly kind: 'error' | 'hang' | 'delay';
  /** How many attempts, counted over the run's whole life. */
  readonly attempts: number | 'all';
  /** How late a `delay` starts, in milliseconds. */
  readonly delay_ms?: number;
}

/** The attempt that a fault acts on. */
interface FaultTarget {
  readonly stageNode: string;
  readonly attempt: number;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/** Applies the faults that match this attempt, in the given order. */
export async function injectFaults(faults: readonly Fault[], target: FaultTarget): Promise<void> {
  for (const fault of faults) {
    const applies = fault.attempts === 'all' || target.attempt <= fault.attempts;
    if (fault.stage_node === target.stageNode && applies) await inject(fault, target);
  }
}

async function inject(fault: Fault, { stageNode, attempt, signal, clock }: FaultTarget): Promise<void> {
  if (fault.kind === 'delay') return clock.sleep(fault.delay_ms ?? 0, signal);
  if (fault.kind === 'error') throw new InjectedFaultError(stageNode, attempt);
  return hangUntilAborted(signal);
}

function hangUntilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const abort = () => reject(signal.reason as Error);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}
