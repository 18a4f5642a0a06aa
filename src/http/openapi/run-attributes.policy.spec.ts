import { describe, expect, it } from '@jest/globals';
import type { Document } from './document.js';
import { addAttributes } from './run-attributes.policy.js';

const documentWithRuns = (): Document => ({
  openapi: '3.1.0',
  paths: {
    '/runs': {
      get: {
        operationId: 'listRuns',
        parameters: [{ name: 'limit', in: 'query' }, { $ref: '#/components/parameters/X-Request-Id' }],
        responses: {},
      },
    },
  },
  components: {
    schemas: {
      Run: { properties: { run_id: { type: 'string' } }, required: ['run_id'] },
      RunListItem: { properties: { run_id: { type: 'string' } }, required: ['run_id'] },
      RunLinks: { properties: { self: { type: 'string' } }, required: ['self'] },
    },
  },
});

describe('the attributes of runs in the document', () => {
  it('are members that may be missing or null, and a parameter where lists filter by them', () => {
    const document = documentWithRuns();
    addAttributes(document, {
      attributes: {
        words: { type: 'integer', description: 'How many words.', filter: true },
        tone: {
          type: 'string',
          description: 'Its tone.',
          enum: ['dark', 'light'],
          example: 'dark',
          filter: true,
        },
        share: { type: 'number', description: 'A share.' },
      },
      links: { essay: 'The essay itself.' },
    });
    const { schemas } = document.components;
    for (const name of ['Run', 'RunListItem']) {
      expect(schemas[name]?.properties).toMatchObject({
        words: { type: ['integer', 'null'] },
        share: { type: ['number', 'null'], description: 'A share.' },
      });
      expect(schemas[name]?.required).toEqual(['run_id']);
    }
    expect(schemas['RunLinks']?.properties?.['essay']).toEqual({
      type: 'string',
      description: 'The essay itself.',
    });
    const parameters = document.paths['/runs']?.['get']?.parameters ?? [];
    expect(parameters.map((parameter) => ('name' in parameter ? parameter.name : '$ref'))).toEqual([
      'limit',
      'words',
      'tone',
      '$ref',
    ]);
    expect(parameters[2]).toMatchObject({
      required: false,
      schema: { enum: ['dark', 'light'], examples: ['dark'] },
    });
  });

  it('change nothing when there are none', () => {
    const document = documentWithRuns();
    addAttributes(document, { attributes: {}, links: {} });
    expect(document).toEqual(documentWithRuns());
  });
});
