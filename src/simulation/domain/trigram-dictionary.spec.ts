import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { TrigramDictionary } from './trigram-dictionary.js';

const trigram = fc.oneof(fc.integer({ min: 0, max: 2 ** 30 - 1 }), fc.nat(20));

describe('a dictionary of trigrams', () => {
  it('numbers them in the order in which they first come', () => {
    fc.assert(
      fc.property(fc.array(trigram, { maxLength: 200 }), (trigrams) => {
        const dictionary = new TrigramDictionary();
        dictionary.reserve(trigrams.length);
        const order = [...new Set(trigrams)];
        expect(trigrams.map((one) => dictionary.numberOf(one))).toEqual(
          trigrams.map((one) => order.indexOf(one)),
        );
        expect(dictionary.size).toBe(order.length);
      }),
    );
  });

  it('keeps their numbers when it grows', () => {
    const dictionary = new TrigramDictionary();
    const trigrams = Array.from({ length: 30_000 }, (_, place) => 31 * place);
    for (const [place, one] of trigrams.entries()) {
      dictionary.reserve(1);
      expect(dictionary.numberOf(one)).toBe(place);
    }
    expect(trigrams.map((one) => dictionary.numberOf(one))).toEqual([...trigrams.keys()]);
    expect(dictionary.size).toBe(30_000);
  });
});
