import { Inject, Injectable, Logger } from '@nestjs/common';
import type { AnsweredRun } from './answered-run.js';
import { bodyHash } from './body-hash.js';
import { hasEnded, type RunRecord } from './domain/run.js';
import type { CallerKey } from './idempotency-key.js';
import { IdempotencyKeyReusedError, IdempotencyKeyTakenError, TooManyRunsError } from './run.errors.js';
import {
  RUN_REPOSITORY,
  type IdempotencyKey,
  type RunRepository,
  type UsedIdempotencyKey,
} from './run.repository.js';

/** A run that was made for a request. */
type MadeRun = Required<Pick<AnsweredRun, 'run' | 'request'>>;

/** Knows which run a key has made. The repository lets a key make one run, whoever else is at it. */
@Injectable()
export class IdempotencyService {
  private readonly logger = new Logger(IdempotencyService.name);

  constructor(@Inject(RUN_REPOSITORY) private readonly repository: RunRepository) {}

  /**
   * Makes one run for a key, however often it is asked; each time when there is no key.
   * @param make stores a new run under the key that it is given
   * @returns the new run, or the one that the key made before, as it is now
   * @throws IdempotencyKeyReusedError when the key came with another body before
   */
  async once(
    key: CallerKey | undefined,
    make: (key: IdempotencyKey | undefined) => Promise<MadeRun>,
  ): Promise<AnsweredRun> {
    if (!key) return newRun(await make(undefined));
    const earlier = await this.replay(key);
    if (earlier) return earlier;
    try {
      return newRun(await make(storedKey(key)));
    } catch (error) {
      const winner = mayHaveBeenBeaten(error) ? await this.replay(key) : null;
      if (!winner) throw error;
      return winner;
    }
  }

  /**
   * What became of a key; null when it has made no run, or the run is gone.
   * @throws IdempotencyKeyReusedError when the key came with another body before
   */
  async answerOf(key: CallerKey): Promise<UsedIdempotencyKey | null> {
    const used = await this.repository.findKey(key.scope, key.key);
    if (used && used.bodyHash !== bodyHash(key.body)) throw new IdempotencyKeyReusedError(used.runId);
    return used;
  }

  /** Keeps what the caller of a key was answered, unless an answer is kept already. */
  async saveAnswer(key: CallerKey | undefined, run: RunRecord): Promise<void> {
    if (key) await this.repository.saveAnswer(key.scope, key.key, run);
  }

  /**
   * Keeps the failed run as what the caller of a key was answered. Never throws: the failure is what the caller is told,
   * also when the store fails as well.
   */
  async saveFailure(key: CallerKey | undefined, runId: string): Promise<void> {
    if (!key) return;
    try {
      const run = await this.repository.find(runId);
      if (run && hasEnded(run.status)) await this.saveAnswer(key, run);
    } catch (error) {
      this.logger.error({ msg: 'The answer of a key could not be kept', run_id: runId, err: error });
    }
  }

  private async replay(key: CallerKey): Promise<AnsweredRun | null> {
    const used = await this.answerOf(key);
    const run = used && (await this.repository.find(used.runId));
    return run && { run, replayed: true };
  }
}

function newRun({ run, request }: MadeRun): AnsweredRun {
  return { run, request, replayed: false };
}

function storedKey({ scope, key, body }: CallerKey): IdempotencyKey {
  return { scope, key, bodyHash: bodyHash(body) };
}

/** Whether a request with the same key may have been faster: it has the key, or the last place in the queue. */
function mayHaveBeenBeaten(error: unknown): boolean {
  return error instanceof IdempotencyKeyTakenError || error instanceof TooManyRunsError;
}
