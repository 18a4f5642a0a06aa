import { describe, expect, it } from '@jest/globals';
import { FieldsInvalidError, validateDto } from '../../common/index.js';
import type { AttributeDeclarations } from '../domain/attributes.js';
import { queryFilteredBy } from './attribute-filters.js';

const FILTERS: AttributeDeclarations = {
  genre: { type: 'string', description: 'Its genre.', filter: true },
  tone: { type: 'string', description: 'Its tone.', enum: ['dark', 'light'], filter: true },
  words: { type: 'integer', description: 'How many words.', filter: true },
  printed: { type: 'boolean', description: 'Whether it is printed.', filter: true },
};
const Query = queryFilteredBy(FILTERS);
const pageOf = (query: object) => validateDto(Query, query).page(Object.keys(FILTERS));

function pointersOf(query: object): string[] {
  try {
    pageOf(query);
    return [];
  } catch (error) {
    if (!(error instanceof FieldsInvalidError)) throw error;
    return error.errors.map(({ pointer }) => pointer);
  }
}

describe('a query for runs', () => {
  it('filters by attributes with values of their types, next to what every run has', () => {
    const query = { status: 'failed', genre: 'myth', tone: 'dark', words: '12', printed: 'false' };
    expect(pageOf(query).filter).toEqual({
      status: 'failed',
      attributes: { genre: 'myth', tone: 'dark', words: 12, printed: false },
    });
    expect(pageOf({}).filter).toEqual({});
  });

  it.each([
    [{ words: '1e3' }, '/words'],
    [{ words: '-1' }, '/words'],
    [{ tone: 'grey' }, '/tone'],
    [{ printed: '1' }, '/printed'],
    [{ genre: '' }, '/genre'],
    [{ genre: ['a', 'b'] }, '/genre'],
    [{ genre: 'x'.repeat(129) }, '/genre'],
    [{ colour: 'red' }, '/colour'],
  ])('rejects %j', (query, pointer) => {
    expect(pointersOf(query)).toEqual([pointer]);
  });

  it('of an application with other attributes takes those alone', () => {
    const other = queryFilteredBy({ rounds: { type: 'integer', description: 'Rounds.', filter: true } });
    expect(validateDto(other, { rounds: '3' }).page(['rounds']).filter).toEqual({
      attributes: { rounds: 3 },
    });
    expect(() => validateDto(other, { genre: 'myth' })).toThrow(FieldsInvalidError);
  });
});
