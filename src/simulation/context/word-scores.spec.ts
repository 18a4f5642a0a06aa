import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import MiniSearch from 'minisearch';
import { wordsOf } from '../domain/words.js';
import { WordScores, type WordDocument } from './word-scores.js';

/** Texts of few words, so that documents share them and many are equally good. */
const text = fc
  .array(fc.constantFrom('bell', 'crate', 'fog', 'goose', 'constructor', '달빛부두', 'pier.'), {
    maxLength: 6,
  })
  .map((words) => words.join(' '));
const documents = fc
  .array(fc.record({ text, source: text, keywords: text }), { maxLength: 8 })
  .map((list) => list.map((fields, place) => ({ ...fields, id: `D${place}` })));

/** What the library itself finds. */
function searched(list: readonly WordDocument[], query: string, boosted: ReadonlySet<number>): number[] {
  const index = new MiniSearch<WordDocument>({
    fields: ['text', 'source', 'keywords'],
    tokenize: wordsOf,
    processTerm: (term) => term,
  });
  index.addAll(list);
  const place = (id: unknown) => list.findIndex((document) => document.id === id);
  const boostDocument = (id: unknown) => (boosted.has(place(id)) ? 2 : 1);
  return index.search([...new Set(wordsOf(query))].join(' '), { boostDocument }).map(({ id }) => place(id));
}

describe('the scores of words', () => {
  it('rank documents as a search of the library does', () => {
    fc.assert(
      fc.property(documents, text, fc.array(fc.nat(7)), (list, query, boosted) => {
        const isBoosted = new Set(boosted);
        const ranked = new WordScores(list).rank(query, (place) => (isBoosted.has(place) ? 2 : 1));
        expect(ranked).toEqual(searched(list, query, isBoosted));
      }),
      { numRuns: 1_000 },
    );
  });

  it('find nothing for words that no document has', () => {
    const scores = new WordScores([{ id: 'D0', text: 'a bell', source: '', keywords: 'fog' }]);
    expect(scores.rank('crate', () => 1)).toEqual([]);
    expect(scores.rank('', () => 1)).toEqual([]);
    expect(scores.rank('FOG', () => 1)).toEqual([0]);
  });
});
