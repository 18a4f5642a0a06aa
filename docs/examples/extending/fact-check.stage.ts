import { Inject } from '@nestjs/common';
import { StageNode, type StageContext, type StageNodeHandler } from 'project-dream';
import { FACT_CHECKER, type FactChecker } from './fact-checker.js';

interface FactCheckState {
  fact_check?: { throughSeq: number };
}

/** Has every claim of the thread checked by a service outside. */
@StageNode({
  id: 'fact_check',
  pipeline: 'simulation',
  after: 'round_loop',
  emits: ['fact_check'],
  timeoutMs: 30_000,
  retry: {
    maxAttempts: 5,
    initialIntervalMs: 200,
    backoffCoefficient: 2,
    maxIntervalMs: 5_000,
    nonRetryable: ['SyntaxError'], // an answer that is no JSON today is none tomorrow
  },
})
export class FactCheckStage implements StageNodeHandler<unknown, FactCheckState> {
  constructor(@Inject(FACT_CHECKER) private readonly checker: FactChecker) {}

  async run(context: StageContext<unknown, FactCheckState>): Promise<void> {
    const done = (context.state.fact_check ??= { throughSeq: 0 });
    for await (const { seq, claim } of context.rows('round')) {
      if (seq <= done.throughSeq) continue; // an earlier attempt got this far
      const verdict = await this.checker.check(claim as string, context.signal);
      context.emit({ type: 'fact_check', about_seq: seq, verdict });
      done.throughSeq = seq;
      await context.checkpoint();
    }
  }
}
