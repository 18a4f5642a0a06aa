import { describe, expect, it } from '@jest/globals';
import type { Document, Schema } from './document.js';
import { addProblemMembers } from './problem-members.policy.js';

const TEXT: Schema = { type: 'string' };
const LIST: Schema = { type: 'array', items: TEXT };
const TABLE: Schema = { type: 'object', additionalProperties: TEXT };

/** The schemas of a document after the members of `Words` were moved into `Problem`. */
function schemasWith(own: Record<string, Schema>, added: Record<string, Schema>): Record<string, Schema> {
  const schemas: Record<string, Schema> = { Problem: { properties: own }, Words: { properties: added } };
  const document: Document = { openapi: '3.1.0', paths: {}, components: { schemas } };
  addProblemMembers(document, ['Words']);
  return schemas;
}

describe('members of error answers that a feature adds', () => {
  it('come before what an error tells of its run, and their schema is gone', () => {
    const schemas = schemasWith({ error: TEXT, run_id: TEXT }, { words: LIST });
    expect(Object.keys(schemas['Problem']?.properties ?? {})).toEqual(['error', 'words', 'run_id']);
    expect(Object.keys(schemas)).toEqual(['Problem']);
  });

  it('may be of another kind than those that are there already', () => {
    const { Problem } = schemasWith(
      { checks: { description: 'From /health.', oneOf: [TABLE] } },
      { checks: { description: 'Of words.', ...LIST } },
    );
    expect(Problem?.properties?.['checks']).toEqual({
      description: 'Of words. From /health.',
      oneOf: [LIST, TABLE],
    });
  });

  it('are described together when they are of the same kind', () => {
    const { Problem } = schemasWith(
      { name: { description: 'A.', ...TEXT } },
      { name: { description: 'B.', ...TEXT } },
    );
    expect(Problem?.properties?.['name']).toEqual({ description: 'B. A.', ...TEXT });
  });
});
