import { AsyncLocalStorage } from 'node:async_hooks';
import { Logger } from '@nestjs/common';
import type { AttemptEnd, AttemptInfo, AttemptInterceptor } from 'project-dream';

const CURRENT = new AsyncLocalStorage<AttemptInfo>();

/** A header that tells a service outside which attempt calls it; none outside of attempts. */
export function attemptHeader(): Record<string, string> {
  const attempt = CURRENT.getStore();
  return attempt ? { 'x-attempt': `${attempt.runId}/${attempt.stageNode}/${attempt.attempt}` } : {};
}

/** Lets everything that an attempt does know which attempt it is, and counts how attempts end. */
export class AttemptTracing implements AttemptInterceptor {
  /** Attempts and their milliseconds, by stage node and outcome: `fact_check/failed`. */
  readonly totals = new Map<string, { attempts: number; milliseconds: number }>();
  private readonly logger = new Logger(AttemptTracing.name);

  async around(attempt: AttemptInfo, run: () => Promise<AttemptEnd>): Promise<void> {
    const end = await CURRENT.run(attempt, run);
    this.count(`${attempt.stageNode}/${end.outcome}`, end.durationMs);
    this.logger.log({ msg: 'A stage attempt ended', ...attempt, ...end });
  }

  private count(key: string, durationMs: number): void {
    const { attempts, milliseconds } = this.totals.get(key) ?? { attempts: 0, milliseconds: 0 };
    this.totals.set(key, { attempts: attempts + 1, milliseconds: milliseconds + durationMs });
  }
}
