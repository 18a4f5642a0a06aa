import { describe, expect, it } from '@jest/globals';
import type { Document, Schema } from './document.js';
import { closeRequestBodies } from './request-bodies.policy.js';

const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
const object = (properties: Record<string, Schema>): Schema => ({ type: 'object', properties });
const content = (schema: Schema) => ({ 'application/json': { schema } });

describe('request bodies', () => {
  it('allow no members but those that are listed, at any depth; answers are left as they are', () => {
    const schemas: Record<string, Schema> = {
      Start: object({ faults: { type: 'array', items: ref('Fault') }, input: { type: 'object' } }),
      Fault: object({ again: ref('Start') }),
      Run: object({}),
    };
    const document: Document = {
      openapi: '3.1.0',
      paths: {
        '/runs': {
          post: {
            operationId: 'startRun',
            requestBody: { content: content(ref('Start')) },
            responses: { 202: { description: '', content: content(ref('Run')) } },
          },
        },
      },
      components: { schemas },
    };
    closeRequestBodies(document);
    const closed = Object.entries(schemas).map(([name, schema]) => [name, schema.additionalProperties]);
    expect(closed).toEqual([
      ['Start', false],
      ['Fault', false],
      ['Run', undefined],
    ]);
    expect(schemas['Start']?.properties?.['input']).toEqual({ type: 'object' });
  });
});
