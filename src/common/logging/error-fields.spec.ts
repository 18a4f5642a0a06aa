import { describe, expect, it } from '@jest/globals';
import { errorFields } from './error-fields.js';

/** As TypeORM makes them: with the statement and its values. */
class QueryFailedError extends Error {
  readonly parameters = ['hunter2'];
  readonly query = 'SELECT hunter2';
  readonly code = 'SQLITE_IOERR';
}

describe('the logged fields of an error', () => {
  it('are class, message, stack, code and causes, and no other member', () => {
    const error = new TypeError('outer', { cause: new QueryFailedError('disk I/O error') });
    const fields = errorFields(error);
    expect(fields).toEqual({
      type: 'TypeError',
      message: 'outer',
      stack: error.stack,
      cause: {
        type: 'QueryFailedError',
        message: 'disk I/O error',
        stack: expect.any(String),
        code: 'SQLITE_IOERR',
      },
    });
    expect(JSON.stringify(fields)).not.toContain('hunter2');
  });

  it('are finite when its causes are circular', () => {
    const error = new Error('round');
    error.cause = error;
    expect(JSON.stringify(errorFields(error)).match(/"round"/g)).toHaveLength(9);
  });

  it('are the value itself when it is not an error', () => {
    expect(errorFields('text')).toEqual({ type: 'string', message: 'text' });
    expect(errorFields(undefined)).toEqual({ type: 'undefined', message: 'undefined' });
  });
});
