import { describe, expect, it } from '@jest/globals';
import type { Document, Schema } from './document.js';
import { modernizeSchemas } from './schemas-3-1.policy.js';

/** What becomes of one schema. */
function modern(schema: Schema): Schema | undefined {
  const document: Document = { openapi: '3.1.0', paths: {}, components: { schemas: { ThingDto: schema } } };
  return modernizeSchemas(document).components.schemas['Thing'];
}

describe('schemas of OpenAPI 3.1', () => {
  it('have null as a type', () => {
    expect(modern({ type: 'string', nullable: true })).toEqual({ type: ['string', 'null'] });
    expect(modern({ type: 'string', enum: ['b', 'a'], nullable: true })).toEqual({
      type: ['string', 'null'],
      enum: ['a', 'b', null],
    });
  });

  it('may be a reference or null', () => {
    const allOf = [{ $ref: '#/components/schemas/RunDto' }];
    expect(modern({ type: 'object', allOf, nullable: true, description: 'A run.' })).toEqual({
      anyOf: [{ $ref: '#/components/schemas/Run' }, { type: 'null' }],
      description: 'A run.',
    });
  });

  it('have neighbours of a reference instead of an allOf of one', () => {
    expect(modern({ allOf: [{ $ref: '#/components/schemas/DialDto' }], default: {} })).toEqual({
      $ref: '#/components/schemas/Dial',
      default: {},
    });
  });

  it('call numbers integers unless they have a format', () => {
    expect(modern({ type: 'number', minimum: 1 } as Schema)).toEqual({ type: 'integer', minimum: 1 });
    expect(modern({ type: ['number', 'null'] })).toEqual({ type: ['integer', 'null'] });
    expect(modern({ type: 'number', format: 'double' })).toEqual({ type: 'number', format: 'double' });
  });

  it('have the lengths of strings at the strings, not at their list', () => {
    expect(modern({ type: 'array', maxLength: 9, minLength: 1, items: { type: 'string' } })).toEqual({
      type: 'array',
      items: { type: 'string', minLength: 1, maxLength: 9 },
    });
  });

  it('have a list of examples', () => {
    expect(modern({ type: 'string', example: 'B01' })).toEqual({ type: 'string', examples: ['B01'] });
  });

  it('say that times are times', () => {
    const properties = {
      at: { type: 'string' },
      ended_at: { type: 'string', nullable: true },
      flat: { type: 'string' },
    };
    expect(modern({ type: 'object', properties })?.properties).toEqual({
      at: { type: 'string', format: 'date-time' },
      ended_at: { type: ['string', 'null'], format: 'date-time' },
      flat: { type: 'string' },
    });
  });

  it('require nothing that has a default', () => {
    const properties = { rounds: { type: 'number', default: 3 }, seed: { type: 'string' } };
    expect(modern({ type: 'object', properties, required: ['rounds', 'seed'] })?.required).toEqual(['seed']);
    expect(modern({ type: 'object', properties, required: ['rounds'] })).not.toHaveProperty('required');
  });

  it('change in parameters, bodies and answers as well', () => {
    const schema = { type: 'number', default: 20 };
    const document: Document = {
      openapi: '3.1.0',
      paths: {
        '/runs': {
          get: {
            operationId: 'listRuns',
            parameters: [{ name: 'limit', in: 'query', required: true, schema }],
            requestBody: { content: { 'application/json': { schema } } },
            responses: { 200: { description: '', content: { 'application/json': { schema } } } },
          },
        },
      },
      components: { schemas: {} },
    };
    const integer = { type: 'integer', default: 20 };
    expect(modernizeSchemas(document).paths['/runs']?.['get']).toMatchObject({
      parameters: [{ required: false, schema: integer }],
      requestBody: { content: { 'application/json': { schema: integer } } },
      responses: { 200: { content: { 'application/json': { schema: integer } } } },
    });
  });
});
