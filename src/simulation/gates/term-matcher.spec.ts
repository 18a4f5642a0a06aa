import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { TermMatcher, matcherOf } from './term-matcher.js';

function find(terms: readonly string[], text: string): string[] {
  return new TermMatcher(terms).find(text);
}

describe('a term', () => {
  it('is found whatever its case, as it stands in the text', () => {
    expect(find(['leech'], 'You LEECH, you leech!')).toEqual(['LEECH', 'leech']);
    expect(find(['Éclair'], 'an éclair')).toEqual(['éclair']);
  });

  it.each(['leeches', 'a beleech', 'leech2', 'leeché'])(
    'is found as a whole word only, not in %j',
    (text) => {
      expect(find(['leech'], text)).toEqual([]);
    },
  );

  it.each(['leech', '“leech”', 'leech-like', "leech's", '_leech_', 'leech。'])('is found in %j', (text) => {
    expect(find(['leech'], text)).toEqual(['leech']);
  });

  it('of several words is found with all of them', () => {
    expect(find(['Morrow needle'], 'a morrow needle and a needle')).toEqual(['morrow needle']);
  });

  it('of a script that glues particles to words is found inside of words', () => {
    expect(find(['기생충'], '저 기생충들은 나가라')).toEqual(['기생충']);
    expect(find(['夢泥棒'], 'あの夢泥棒め')).toEqual(['夢泥棒']);
  });

  it.each(['a.b', '(x)', '[y]', 'c++', '$5', 'what?', 'a|b', '^', '\\d', '{n}', '*', 'a-b', '/'])(
    'is taken literally: %j',
    (term) => {
      expect(find([term], `so ${term} it is`)).toEqual([term]);
      expect(find([term], 'axb 5 3 what n d')).toEqual([]);
    },
  );

  it('that is blank is none', () => {
    expect(find(['', '  '], 'any text  at all')).toEqual([]);
    expect(find([], 'any text')).toEqual([]);
  });

  it('is found where it stands among spaces, and by its words alone', () => {
    expect(find(['  leech '], 'a leech')).toEqual(['leech']);
  });
});

describe('a list of terms', () => {
  it('counts how many of them a text uses, each once', () => {
    const matcher = new TermMatcher(['leech', 'first bell', 'goose', '회의록']);
    expect(matcher.countUsed('At First Bell, the LEECH; at first bell, the leech.')).toBe(2);
    expect(matcher.countUsed('회의록이 사라졌다')).toBe(1);
    expect(matcher.countUsed('leeches')).toBe(0);
  });

  it('finds the same whatever else is in it', () => {
    const text = 'İstanbul’da a LEECH and a goose';
    expect(find(['goose', 'leech', 'İstanbul'], text)).toEqual(['İstanbul', 'LEECH', 'goose']);
    expect(find(['leech'], text)).toEqual(['LEECH']);
  });
});

describe('any term', () => {
  const terms = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
    .filter((term) => term.trim() !== '');

  it('is found in a text that holds it between spaces', () => {
    fc.assert(
      fc.property(terms, (term) => {
        expect(find([term], `x ${term.trim()} y`)).toContain(term.trim());
      }),
    );
  });

  it('can stand in one list with any others', () => {
    fc.assert(
      fc.property(fc.array(terms, { maxLength: 50 }), fc.string({ unit: 'grapheme' }), (list, text) => {
        for (const found of find(list, text)) expect(text).toContain(found);
      }),
    );
  });
});

it('the matcher of a list is made once', () => {
  const terms = ['leech'];
  expect(matcherOf(terms)).toBe(matcherOf(terms));
  expect(matcherOf(terms)).not.toBe(matcherOf(['leech']));
});
