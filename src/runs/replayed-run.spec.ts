import { describe, expect, it } from '@jest/globals';
import { ProjectError, describeError, type ErrorBody } from '../common/index.js';
import { StageNodeExecutionError } from '../orchestrator/index.js';
import { sampleRun } from './conformance/samples.js';
import { ReplayedFailureError, assertNotFailed } from './replayed-run.js';
import { RunStateConflictError } from './run.errors.js';

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

describe('a run that is answered again', () => {
  it('passes when it succeeded', () => {
    expect(() => assertNotFailed(sampleRun('1', 0, { status: 'succeeded' }))).not.toThrow();
  });

  it('tells its failure as it was told the first time', () => {
    const error = new ReplayedFailureError(stored(describeError(FAILURE)));
    expect(describeError(error)).toEqual(stored(describeError(FAILURE)));
    const run = sampleRun('1', 0, { status: 'failed', error: stored(describeError(FAILURE)) });
    expect(() => assertNotFailed(run)).toThrow(error);
  });

  it('does not repeat what belonged to the first request', () => {
    const body = stored({ ...describeError(FAILURE), request_id: 'req-1', instance: '/simulate' });
    expect(new ReplayedFailureError(body).details).not.toHaveProperty('request_id');
    expect(new ReplayedFailureError(body).details).not.toHaveProperty('instance');
  });

  it('tells a failure with a code that is not known any more as an internal error', () => {
    const body = stored({ ...describeError(new ProjectError('RUN_NOT_FOUND', 'x')), error_code: 'OLD' });
    expect(new ReplayedFailureError(body).code).toBe('INTERNAL_ERROR');
  });

  it('is a conflict when it was cancelled', () => {
    expect(() => assertNotFailed(sampleRun('1', 0, { status: 'cancelled' }))).toThrow(RunStateConflictError);
  });
});
