import { NonRetryableStageError, RetryableStageError } from 'project-dream';
import { attemptHeader } from './attempt-tracing.js';

/** Injection token of the {@link FactChecker}. */
export const FACT_CHECKER = Symbol('FACT_CHECKER');

/** Tells whether a claim holds. */
export interface FactChecker {
  check(claim: string, signal: AbortSignal): Promise<string>;
}

/** A fact checker behind an HTTP endpoint. */
export class HttpFactChecker implements FactChecker {
  constructor(private readonly url: string) {}

  async check(claim: string, signal: AbortSignal): Promise<string> {
    const body = JSON.stringify({ claim });
    const response = await fetch(this.url, { method: 'POST', headers: attemptHeader(), body, signal });
    if (response.status === 429) {
      const seconds = Number(response.headers.get('retry-after') ?? NaN); // NaN: the policy's own wait
      throw new RetryableStageError('The fact checker is busy.', { retryAfterMs: 1_000 * seconds });
    }
    if (response.status === 401) throw new NonRetryableStageError('The fact checker refused our key.');
    if (!response.ok) throw new Error(`The fact checker answered ${response.status}.`);
    return (JSON.parse(await response.text()) as { verdict: string }).verdict;
  }
}
