import { describe, expect, it } from '@jest/globals';
import { lintOpenApi } from '../scripts/openapi-lint.mjs';

const OPERATION = {
  operationId: 'readThing',
  summary: 'Read a thing',
  tags: ['things'],
  parameters: [{ name: 'id', description: 'Its id.' }],
  responses: { 200: { description: 'The thing.' }, 404: { $ref: '#/components/responses/NONE' } },
};

const lint = (changes: object) =>
  lintOpenApi({
    tags: [{ name: 'things' }],
    paths: { '/things/{id}': { get: { ...OPERATION, ...changes } } },
  });

describe('the lint of the OpenAPI document', () => {
  it('says nothing of an operation that is described', () => {
    expect(lint({})).toEqual([]);
  });

  it.each<[object, string]>([
    [{ operationId: undefined }, 'GET /things/{id} has no operationId.'],
    [{ summary: '' }, 'GET /things/{id} has no summary: write a docstring over its method.'],
    [{ tags: [] }, 'GET /things/{id} has no tag.'],
    [{ tags: ['stuff'] }, "GET /things/{id} has the tag 'stuff', which the document does not describe."],
    [{ parameters: [{ name: 'id' }] }, 'GET /things/{id}: the parameter id has no description.'],
    [{ responses: { 404: {} } }, 'GET /things/{id}: the answer 404 has no description.'],
    [{ responses: { 200: { description: 'The thing.' } } }, 'GET /things/{id} names no error.'],
  ])('finds what is missing: %j', (changes, told) => {
    expect(lint(changes)).toEqual([told]);
  });

  it('finds two operations of one id', () => {
    const paths = { '/a': { get: OPERATION }, '/b': { get: OPERATION } };
    expect(lintOpenApi({ tags: [{ name: 'things' }], paths })).toEqual([
      'GET /b has an operationId that another one has: readThing.',
    ]);
  });
});
