import { describe, expect, it } from '@jest/globals';
import { ERROR_CATALOGUE } from './catalogue.js';
import { INTERNAL_ERROR_MESSAGE, describeError, safeErrorText } from './error-body.js';
import { ProjectError } from './project.error.js';

const SECRET = 'postgres://admin:hunter2@/var/secret';

class NoSuchRun extends ProjectError {
  constructor() {
    super(
      'RUN_NOT_FOUND',
      'There is no run with this id.',
      { run_id: 'run-1' },
      { cause: new Error(SECRET) },
    );
  }
}

describe('the description of an error', () => {
  it("has the catalogue's entry, the message, the details and the members of RFC 9457", () => {
    expect(describeError(new NoSuchRun())).toEqual({
      error: 'run_not_found',
      error_code: 'RUN_NOT_FOUND',
      message: 'There is no run with this id.',
      run_id: 'run-1',
      doc_url: '/errors/RUN_NOT_FOUND',
      type: '/errors/RUN_NOT_FOUND',
      title: ERROR_CATALOGUE.RUN_NOT_FOUND.title,
      status: 404,
      detail: 'There is no run with this id.',
    });
  });

  it('does not reveal the cause of a ProjectError', () => {
    expect(JSON.stringify(describeError(new NoSuchRun()))).not.toContain('hunter2');
  });

  it('does not let details override the catalogue', () => {
    const details = { status: 200, title: 'fine', type: 'about:blank', doc_url: 'x', detail: 'x' };
    expect(describeError(new ProjectError('SYS_NOT_READY', 'Wait.', details))).toMatchObject({
      status: 503,
      title: ERROR_CATALOGUE.SYS_NOT_READY.title,
      type: '/errors/SYS_NOT_READY',
      doc_url: '/errors/SYS_NOT_READY',
      detail: 'Wait.',
    });
  });

  it.each([
    ['an error', new Error(SECRET)],
    ['an error with a code of ours', Object.assign(new Error(SECRET), { code: 'RUN_NOT_FOUND' })],
    ['a string', SECRET],
    ['an object', { message: SECRET, code: 'RUN_NOT_FOUND', status: 404 }],
    ['nothing', undefined],
    ['null', null],
  ])('treats %s that is not a ProjectError as an internal error, without its message', (_, thrown) => {
    const body = describeError(thrown);
    expect(body).toMatchObject({ error: 'internal_error', status: 500, message: INTERNAL_ERROR_MESSAGE });
    expect(JSON.stringify(body)).not.toContain('hunter2');
  });
});

describe('the safe text of a cause', () => {
  it('has the code, class and message of a ProjectError', () => {
    expect(safeErrorText(new NoSuchRun())).toEqual({
      error_code: 'RUN_NOT_FOUND',
      error_class: 'NoSuchRun',
      message: 'There is no run with this id.',
    });
  });

  it.each([
    ['an error of the language', new TypeError(SECRET), 'TypeError'],
    ['an error of a library', new (class QueryFailedError extends Error {})(SECRET), 'QueryFailedError'],
    ['an error with a telling name', Object.assign(new RangeError(SECRET), { name: SECRET }), 'RangeError'],
    ['an error of a class without a name', new (class extends Error {})(SECRET), 'Error'],
    ['a string', SECRET, 'string'],
    ['an object', { message: SECRET }, 'object'],
    ['nothing', undefined, 'undefined'],
  ])('has only the class name of %s', (_, cause, name) => {
    expect(safeErrorText(cause)).toEqual({
      error_code: 'INTERNAL_ERROR',
      error_class: name,
      message: name,
    });
  });
});
