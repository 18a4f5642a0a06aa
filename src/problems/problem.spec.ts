import {
  BadGatewayException,
  BadRequestException,
  ConflictException,
  ForbiddenException,
  HttpException,
  NotFoundException,
  PayloadTooLargeException,
  ServiceUnavailableException,
  UnprocessableEntityException,
} from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { ERROR_CATALOGUE, ProjectError, type ErrorCode } from '../common/index.js';
import { RateLimitedError } from './request.errors.js';
import { problemOf, type ProblemOrigin } from './problem.js';

const SECRET = 'postgres://admin:hunter2@/var/secret';
const ORIGIN: ProblemOrigin = { requestId: 'req-1', path: '/runs/run-1', allowedMethods: [] };
const CODES = Object.keys(ERROR_CATALOGUE) as ErrorCode[];

/** An exception of another copy of @nestjs/common: of another class, but with the same methods. */
class ForeignException extends Error {
  constructor(
    private readonly response: string | object,
    private readonly status: number,
  ) {
    super(typeof response === 'string' ? response : 'Foreign Exception');
  }

  getStatus(): number {
    return this.status;
  }

  getResponse(): string | object {
    return this.response;
  }
}

describe('the response to an error', () => {
  it('has the code, message and details of a ProjectError, and the members of RFC 9457', () => {
    const error = new ProjectError('RUN_NOT_FOUND', 'There is no run with this id.', { run_id: 'run-1' });
    expect(problemOf(error, ORIGIN)).toEqual({
      status: 404,
      headers: { 'Content-Type': 'application/problem+json; charset=utf-8' },
      body: {
        error: 'run_not_found',
        error_code: 'RUN_NOT_FOUND',
        message: 'There is no run with this id.',
        run_id: 'run-1',
        request_id: 'req-1',
        doc_url: '/errors/RUN_NOT_FOUND',
        type: '/errors/RUN_NOT_FOUND',
        title: 'No such run',
        status: 404,
        detail: 'There is no run with this id.',
        instance: '/runs/run-1',
      },
    });
  });

  it.each(CODES)('has the status that the catalogue gives to %s', (code) => {
    const { status, body, headers } = problemOf(new ProjectError(code, 'x'), ORIGIN);
    expect([status, body.status]).toEqual([ERROR_CATALOGUE[code].status, status]);
    expect(headers['Content-Type']).toMatch(/^application\/problem\+json/);
  });

  it('has a Retry-After if and only if the service is temporarily full or unavailable', () => {
    const withHeader = CODES.filter(
      (code) => 'Retry-After' in problemOf(new ProjectError(code, 'x'), ORIGIN).headers,
    );
    expect(withHeader).toEqual(CODES.filter((code) => [429, 503].includes(ERROR_CATALOGUE[code].status)));
    expect(withHeader).toEqual(expect.arrayContaining(['RUN_QUEUE_FULL', 'SYS_NOT_READY']));
    expect(problemOf(new ProjectError('SYS_NOT_READY', 'x'), ORIGIN).headers['Retry-After']).toMatch(/^\d+$/);
  });

  it('has the Retry-After that the rate limit gives', () => {
    expect(problemOf(new RateLimitedError(42), ORIGIN).headers['Retry-After']).toBe('42');
  });

  it('has a WWW-Authenticate if and only if a token is missing', () => {
    const asking = CODES.filter(
      (code) => 'WWW-Authenticate' in problemOf(new ProjectError(code, 'x'), ORIGIN).headers,
    );
    expect(asking).toEqual(['AUTH_UNAUTHORIZED']);
    expect(problemOf(new ProjectError('AUTH_UNAUTHORIZED', 'x'), ORIGIN).headers['WWW-Authenticate']).toBe(
      'Bearer',
    );
  });

  it.each(CODES)('links to its run for %s if and only if the caller has to check the run', (code) => {
    const { headers, status } = problemOf(new ProjectError(code, 'x', { run_id: 'run-1' }), ORIGIN);
    expect(headers['Location']).toBe([409, 503].includes(status) ? '/runs/run-1' : undefined);
    expect(problemOf(new ProjectError(code, 'x'), ORIGIN).headers).not.toHaveProperty('Location');
  });

  it('is a 404 for a path that no route matches', () => {
    const { status, headers, body } = problemOf(new NotFoundException(`Cannot GET /${SECRET}`), ORIGIN);
    expect(status).toBe(404);
    expect(headers).not.toHaveProperty('Allow');
    expect(body).toMatchObject({ error_code: 'REQ_NOT_FOUND', message: 'There is no route for this path.' });
  });

  it('is a 405 that lists the methods for a path that allows others', () => {
    const origin = { ...ORIGIN, allowedMethods: ['GET', 'HEAD'] };
    const { status, headers, body } = problemOf(new NotFoundException('Cannot PUT /runs'), origin);
    expect(status).toBe(405);
    expect(headers['Allow']).toBe('GET, HEAD');
    expect(body).toMatchObject({ error_code: 'REQ_METHOD_NOT_ALLOWED', allow: ['GET', 'HEAD'] });
  });

  it('is that of the ProjectError on a path that allows other methods', () => {
    const error = new ProjectError('RUN_NOT_FOUND', 'x');
    expect(problemOf(error, { ...ORIGIN, allowedMethods: ['GET'] }).status).toBe(404);
  });

  it.each([
    ['a path that cannot be decoded', new URIError(SECRET)],
    ['a request that Nest cannot read', new BadRequestException(SECRET, { cause: new URIError(SECRET) })],
  ])('is a 400 for %s', (_, error) => {
    const { status, body } = problemOf(error, ORIGIN);
    expect(status).toBe(400);
    expect(body.error_code).toBe('REQ_INVALID_JSON');
    expect(JSON.stringify(body)).not.toContain('hunter2');
  });

  it.each([
    ['an error of a library', new TypeError(SECRET)],
    ['an exception that blames the service', new BadGatewayException(SECRET)],
    ['an exception that is no error', new HttpException(SECRET, 302)],
    ['an error of ours without an entry', new ProjectError('NO_SUCH_CODE', SECRET)],
    ['a string', SECRET],
    ['nothing', undefined],
  ])('is a 500 without the message of %s', (_, thrown) => {
    const problem = problemOf(thrown, ORIGIN);
    expect(problem).toMatchObject({
      status: 500,
      body: { error_code: 'INTERNAL_ERROR', request_id: 'req-1', instance: '/runs/run-1' },
    });
    expect(JSON.stringify(problem)).not.toContain('hunter2');
  });

  it.each([
    [400, 'REQ_REFUSED', new BadRequestException('The date lies ahead.')],
    [404, 'REQ_NOT_FOUND', new NotFoundException('There is no such draft.')],
    [409, 'REQ_REFUSED', new ConflictException('The draft is locked.')],
    [413, 'REQ_PAYLOAD_TOO_LARGE', new PayloadTooLargeException('Ten pictures at the most.')],
    [418, 'REQ_REFUSED', new HttpException('Short and stout.', 418)],
    [422, 'REQ_REFUSED', new UnprocessableEntityException('The draft is empty.')],
  ])("keeps the status and message of a team's %d, as %s", (status, error_code, exception) => {
    const { message } = exception;
    const problem = problemOf(exception, ORIGIN);
    expect(problem).toMatchObject({ status, body: { error_code, status, message, detail: message } });
  });

  it('joins a list of messages', () => {
    const { body } = problemOf(new BadRequestException(['a is missing', 'b is missing']), ORIGIN);
    expect(body.message).toBe('a is missing; b is missing');
  });

  it("is a 403 with its message when a team's guard forbids something", () => {
    const { status, body } = problemOf(new ForbiddenException('Only on weekdays.'), ORIGIN);
    expect([status, body.status, body.message]).toEqual([403, 403, 'Only on weekdays.']);
    expect(body.error_code).toMatch(/^(AUTH_FORBIDDEN|REQ_REFUSED)$/);
  });

  it('is a 503 with a Retry-After and without the message when a team is unavailable', () => {
    const { status, headers, body } = problemOf(new ServiceUnavailableException(SECRET), ORIGIN);
    expect([status, body.error_code, headers['Retry-After']]).toEqual([503, 'SYS_NOT_READY', '5']);
    expect(JSON.stringify(body)).not.toContain('hunter2');
  });

  it('does not let details override the members about the request', () => {
    const error = new ProjectError('RUN_NOT_FOUND', 'x', { request_id: 'other', instance: '/other' });
    expect(problemOf(error, ORIGIN).body).toMatchObject({ request_id: 'req-1', instance: '/runs/run-1' });
  });
});

describe('the response to an exception of another copy of Nest', () => {
  it.each([
    [409, 'The shelf is taken.', 'REQ_REFUSED', 'The shelf is taken.'],
    [403, 'Not here.', 'AUTH_FORBIDDEN', 'Not here.'],
    [500, SECRET, 'INTERNAL_ERROR', 'Something went wrong inside the service.'],
  ])(
    'keeps its status %d, and its message if that is meant for callers',
    (status, text, error_code, message) => {
      expect(problemOf(new ForeignException(text, status), ORIGIN).body).toMatchObject({
        status,
        error_code,
        message,
      });
    },
  );

  it('has the messages of its ValidationPipe', () => {
    const exception = new ForeignException({ message: ['a must be b', 'c must be d'] }, 400);
    expect(problemOf(exception, ORIGIN).body).toMatchObject({
      status: 400,
      message: 'a must be b; c must be d',
    });
  });

  it('is INTERNAL_ERROR for an error that only has a status', () => {
    const error = Object.assign(new Error(SECRET), { status: 409, getStatus: 409 });
    expect(problemOf(error, ORIGIN).body).toMatchObject({ status: 500, error_code: 'INTERNAL_ERROR' });
  });
});
