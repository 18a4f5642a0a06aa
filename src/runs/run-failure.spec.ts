import { describe, expect, it } from '@jest/globals';
import { ProjectError, describeError, type ErrorBody } from '../common/index.js';
import { StageNodeExecutionError } from '../orchestrator/index.js';
import { sampleRun } from '../testing/index.js';
import type { RunOutcome } from './domain/run-outcome.js';
import { RunStateConflictError, ShuttingDownError, StorageUnavailableError } from './run.errors.js';
import { RunFailedError, assertSucceeded, outcomeOfEnded } from './run-failure.js';

const FAILURE = new StageNodeExecutionError({
  runId: 'run-1',
  stageNode: 'moderation',
  attempts: 2,
  maxAttempts: 2,
  retryState: 'maximum_attempts_reached',
  attemptErrors: [],
  cause: new Error('x'),
});

/** A body as a store gives it back. */
const stored = (body: object) => JSON.parse(JSON.stringify(body)) as ErrorBody;

const RUN = sampleRun('1', 0, { status: 'succeeded' });
const FAILED = sampleRun('2', 0, { status: 'failed', error: stored(describeError(FAILURE)) });
const CANCELLED = sampleRun('3', 0, { status: 'cancelled' });

/** What `assertSucceeded` throws; null when it throws nothing. */
function thrownFor(outcome: RunOutcome, replayed = false): unknown {
  try {
    assertSucceeded({ outcome, replayed });
    return null;
  } catch (error) {
    return error;
  }
}

describe('the outcome of a run that has ended', () => {
  it('is told by its record', () => {
    expect([RUN, FAILED, CANCELLED].map((run) => outcomeOfEnded(run).kind)).toEqual([
      'succeeded',
      'failed',
      'cancelled',
    ]);
  });

  it('describes a failure as it was described first, member by member', () => {
    const error = thrownFor(outcomeOfEnded(FAILED));
    expect(error).toBeInstanceOf(RunFailedError);
    expect(describeError(error)).toEqual(stored(describeError(FAILURE)));
  });

  it('describes a failure whose code the catalogue does not have any more as an internal error', () => {
    const body = stored({ ...describeError(new ProjectError('RUN_NOT_FOUND', 'x')), error_code: 'OLD' });
    expect(describeError(new RunFailedError(body))).toMatchObject({
      error_code: 'INTERNAL_ERROR',
      message: 'x',
    });
  });
});

describe('a caller who waits for the success of a run', () => {
  it('is told nothing when it has succeeded', () => {
    expect(thrownFor({ kind: 'succeeded', run: RUN })).toBeNull();
  });

  it('gets the error of the stage when it failed in this process', () => {
    expect(thrownFor({ kind: 'failed', run: FAILED, error: FAILURE })).toBe(FAILURE);
  });

  it('gets a conflict when it was cancelled, which says whether that was an earlier request', () => {
    expect(thrownFor(outcomeOfEnded(CANCELLED))).toBeInstanceOf(RunStateConflictError);
    expect(thrownFor(outcomeOfEnded(CANCELLED), true)).toMatchObject({
      message: expect.stringContaining('when this key was answered first') as unknown,
    });
  });

  it('learns that the process shuts down, that another one has the run, or why it could not go on', () => {
    expect(thrownFor({ kind: 'interrupted', run: RUN })).toBeInstanceOf(ShuttingDownError);
    expect(thrownFor({ kind: 'lost', run: RUN })).toBeInstanceOf(ShuttingDownError);
    const cause = new TypeError('x');
    expect(thrownFor({ kind: 'interrupted', run: RUN, cause })).toBe(cause);
  });

  it('learns the id of the run when the store failed under it', () => {
    const cause = new StorageUnavailableError(new Error('disk'));
    const error = thrownFor({ kind: 'interrupted', run: RUN, cause });
    expect(error).toMatchObject({ code: 'RUN_STORAGE_UNAVAILABLE', details: { run_id: RUN.run_id } });
  });
});
