import { describe, expect, it } from '@jest/globals';
import { ERROR_CODES_EXTENSION, findCatalogueEntry } from '../../common/index.js';
import type { Answer, Document, Operation } from './document.js';
import { addErrorResponses } from './error-responses.policy.js';

/** What becomes of an operation that names some codes, and of the document's answers. */
function answersOf(method: string, path: string, ...codes: readonly string[]) {
  const operation: Operation = { operationId: 'x', responses: {}, [ERROR_CODES_EXTENSION]: codes };
  const document: Document = {
    openapi: '3.1.0',
    paths: { [path]: { [method]: operation } },
    components: { schemas: {} },
  };
  addErrorResponses(document, findCatalogueEntry);
  return { operation, answers: document.components.responses ?? {} };
}

const nameOf = (operation: Operation, status: string) =>
  (operation.responses[status] as { $ref: string } | undefined)?.$ref.split('/').at(-1);

describe('error answers', () => {
  it('are added to every operation, by status', () => {
    const { operation } = answersOf('get', '/runs/{run_id}', 'RUN_NOT_FOUND', 'RUN_LOG_CORRUPT');
    expect(Object.keys(operation.responses)).toEqual([
      '400',
      '401',
      '403',
      '404',
      '406',
      '429',
      '500',
      'default',
    ]);
    expect(nameOf(operation, '404')).toBe('RUN_NOT_FOUND');
    expect(nameOf(operation, '500')).toBe('INTERNAL_ERROR-RUN_LOG_CORRUPT');
    expect(operation).not.toHaveProperty(ERROR_CODES_EXTENSION);
  });

  it('are about the body where there can be one', () => {
    const { operation } = answersOf('post', '/runs');
    expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['413', '415']));
  });

  it('are not about tokens on open routes, nor about rates on /health', () => {
    const { operation: errors } = answersOf('get', '/errors/{error_code}');
    const { operation: health } = answersOf('get', '/health/ready');
    expect([nameOf(errors, '401'), nameOf(health, '401')]).toEqual([undefined, undefined]);
    expect([nameOf(errors, '429'), nameOf(health, '429')]).toEqual(['REQ_RATE_LIMITED', undefined]);
    expect([errors.security, health.security]).toEqual([[], []]);
  });

  it('name their codes, what to do about each, and an example of each', () => {
    const { answers } = answersOf('get', '/runs', 'RUN_NOT_FOUND', 'REQ_NOT_FOUND');
    const answer = answers['RUN_NOT_FOUND-REQ_NOT_FOUND'] as Answer;
    expect(answer.description).toContain('`RUN_NOT_FOUND`: No such run. Take a run id from GET /runs.');
    const { schema, examples } = answer.content?.['application/problem+json'] ?? {};
    expect(schema?.allOf?.[1]?.properties?.['error_code']?.enum).toEqual(['RUN_NOT_FOUND', 'REQ_NOT_FOUND']);
    expect(Object.keys(examples ?? {})).toEqual(['RUN_NOT_FOUND', 'REQ_NOT_FOUND']);
  });

  it('have the headers of their codes', () => {
    const { answers } = answersOf('get', '/runs', 'RUN_STORAGE_UNAVAILABLE');
    expect(Object.keys(answers['RUN_STORAGE_UNAVAILABLE']?.headers ?? {})).toEqual([
      'X-Request-Id',
      'Retry-After',
      'Location',
    ]);
    expect(Object.keys(answers['AUTH_UNAUTHORIZED']?.headers ?? {})).toContain('WWW-Authenticate');
    expect(Object.keys(answers['REQ_METHOD_NOT_ALLOWED']?.headers ?? {})).toContain('Allow');
  });

  it('cannot have a code that the catalogue does not know', () => {
    expect(() => answersOf('get', '/runs', 'RUN_LOST')).toThrow(
      "@ApiErrorResponses names the error code 'RUN_LOST', which is not in the catalogue: correct it, or add it with @ErrorCodes.",
    );
  });
});
