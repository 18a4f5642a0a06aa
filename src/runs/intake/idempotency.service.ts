import { Inject, Injectable, Logger } from '@nestjs/common';
import type { RunResponse } from './run-response.js';
import { bodyHash } from './body-hash.js';
import type { RunOutcome } from '../domain/run-outcome.js';
import { hasEnded } from '../domain/run.js';
import type { IdempotencyRequest } from '../routes/idempotency-key.js';
import {
  IdempotencyKeyReusedError,
  IdempotencyKeyTakenError,
  StorageUnavailableError,
  TooManyRunsError,
} from '../run.errors.js';
import { RUN_REPOSITORY, type RunRepository } from '../ports/run.repository.js';
import type { IdempotencyKey, UsedIdempotencyKey } from '../ports/idempotency-store.js';

/** A run that was made for a request. */
type MadeRun = Required<Pick<RunResponse, 'run' | 'request'>>;

/** Knows which run a key has made. The repository lets a key make one run, however many ask at once. */
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
    key: IdempotencyRequest | undefined,
    make: (key: IdempotencyKey | undefined) => Promise<MadeRun>,
  ): Promise<RunResponse> {
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
  async responseTo(key: IdempotencyRequest): Promise<UsedIdempotencyKey | null> {
    const used = await this.repository.findKey(key.scope, key.key);
    if (used && used.bodyHash !== bodyHash(key.body)) throw new IdempotencyKeyReusedError(used.runId);
    return used;
  }

  /**
   * Keeps how a run has ended as the response to its key, unless one is kept already, or the run goes on. When the store
   * fails, callers learn of that only where they have no failure to learn of.
   * @throws StorageUnavailableError
   */
  async saveOutcome(key: IdempotencyRequest | undefined, { kind, run }: RunOutcome): Promise<void> {
    if (!key || !hasEnded(run.status)) return;
    try {
      await this.repository.saveResponse(key.scope, key.key, run);
    } catch (error) {
      this.logger.error({ msg: 'The response to a key could not be kept', run_id: run.run_id, err: error });
      if (kind === 'succeeded') throw withRun(error, run.run_id);
    }
  }

  private async replay(key: IdempotencyRequest): Promise<RunResponse | null> {
    const used = await this.responseTo(key);
    const run = used && (await this.repository.find(used.runId));
    return run && { run, replayed: true };
  }
}

function newRun({ run, request }: MadeRun): RunResponse {
  return { run, request, replayed: false };
}

function storedKey({ scope, key, body }: IdempotencyRequest): IdempotencyKey {
  return { scope, key, bodyHash: bodyHash(body) };
}

/** Whether a request with the same key may have been faster: it has the key, or the last slot of the queue. */
function mayHaveBeenBeaten(error: unknown): boolean {
  return error instanceof IdempotencyKeyTakenError || error instanceof TooManyRunsError;
}

function withRun(error: unknown, runId: string): unknown {
  return error instanceof StorageUnavailableError ? new StorageUnavailableError(error.cause, runId) : error;
}
