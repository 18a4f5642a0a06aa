import { describe, expect, it } from '@jest/globals';
import type { Document, Schema } from './document.js';
import { addRowSchemas } from './row-schemas.js';

const row = (type: string): Schema => ({ properties: { type: { type: 'string', enum: [type] } } });

/** The schemas of a document with rows `Words`, `Run` and `Context`, of which some are documented. */
function schemasWith(rows: readonly string[], contextMember?: string): Record<string, Schema> {
  const schemas = {
    Words: row('words'),
    Run: row('run_state'),
    Context: row('context'),
    Again: row('words'),
  };
  const document: Document = { openapi: '3.1.0', paths: {}, components: { schemas: { ...schemas } } };
  addRowSchemas(document, rows, contextMember);
  return document.components.schemas;
}

describe('the schemas of rows', () => {
  it('tell documented rows apart by their type; any other row is one of a team', () => {
    const { KnownRunlogRow, TeamRunlogRow } = schemasWith(['Words', 'Run']);
    expect(KnownRunlogRow?.discriminator?.mapping).toEqual({
      words: '#/components/schemas/Words',
      run_state: '#/components/schemas/Run',
    });
    expect(TeamRunlogRow?.properties?.['type']?.not?.enum).toEqual(['words', 'run_state']);
    expect(TeamRunlogRow).not.toHaveProperty('not');
  });

  it('tell the documented `context` row from those of other pipelines by a member', () => {
    const { TeamRunlogRow } = schemasWith(['Context', 'Words'], 'seed');
    expect(TeamRunlogRow?.properties?.['type']?.not?.enum).toEqual(['words']);
    expect(TeamRunlogRow?.not).toEqual({ properties: { type: { enum: ['context'] } }, required: ['seed'] });
  });

  it('are refused when two document rows of one type', () => {
    expect(() => schemasWith(['Words', 'Again'])).toThrow(
      "Rows of type 'words' are documented twice, as Words and as Again: leave one out of the rows of @ApiDocumentation.",
    );
  });
});
