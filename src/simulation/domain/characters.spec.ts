import { describe, expect, it } from '@jest/globals';
import { characterEnd, hasUnspaced, isWordStart, wordsIn } from './characters.js';

const JOINED = /[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*/gu;
const PLAIN = /[\p{L}\p{M}\p{N}]+/gu;
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;
const TEXTS = [
  '',
  'the weavers’ guild, forty-one wicks -- and a co-op’s ’tis',
  "it's o'clock- -then ''x''",
  '상자가 하나 모자란다, 세 번째',
  'ภาษาไทย 漢字かなカナ mixed',
  '𝒜𝒷-𝒸 𠮷野家 😀-a b-😀',
  'e\u0301te\u0301 naïve\u200dword',
  'half \ud83d of a pair-\ud83d',
];

describe('wordsIn', () => {
  it.each(TEXTS)('finds in %j what a pattern finds', (text) => {
    expect(wordsIn(text)).toEqual(text.match(PLAIN) ?? []);
    expect(wordsIn(text, "'’-")).toEqual(text.match(JOINED) ?? []);
  });

  it('knows every code unit', () => {
    for (let unit = 0; unit < 0x1_0000; unit++) {
      const text = `a${String.fromCharCode(unit)}b`;
      expect([unit, wordsIn(text)]).toEqual([unit, text.match(PLAIN)]);
    }
  });
});

describe('characterEnd', () => {
  it.each(TEXTS)('goes through %j as an iterator does', (text) => {
    const characters: string[] = [];
    for (let at = 0; at < text.length; at = characterEnd(text, at))
      characters.push(text.slice(at, characterEnd(text, at)));
    expect(characters).toEqual(Array.from(text));
  });
});

describe('hasUnspaced', () => {
  it.each(TEXTS)('tells of %j what a pattern tells', (text) => {
    expect(hasUnspaced(text)).toBe(UNSPACED.test(text));
  });
});

describe('isWordStart', () => {
  it.each([
    ['a sale', 2, true],
    ['resale', 2, false],
    ['re-sale', 3, false],
    ['re--sale', 4, true],
    ['-sale', 1, true],
    ['sale', 0, true],
    ['😀sale', 2, true],
    ['𝒜sale', 2, false],
    ['𝒜-sale', 3, false],
    ['e\u0301sale', 2, false],
  ])('tells of %j at %i: %s', (text, at, begins) => {
    expect(isWordStart(text, at, "'’:-")).toBe(begins);
  });
});
