import { describe, expect, it } from '@jest/globals';
import { byNumericId, shareUsed, wordsOf } from './words.js';

describe('the words of a text', () => {
  it('are its letters and numbers, lower case, without what stands between them', () => {
    expect(wordsOf('The “Short” crate—No. 41, at 9:30!')).toEqual([
      'the',
      'short',
      'crate',
      'no',
      '41',
      'at',
      '9',
      '30',
    ]);
  });

  it('keep their marks and their other scripts', () => {
    expect(wordsOf('Café Привет cafe\u0301')).toEqual(['café', 'привет', 'cafe\u0301']);
  });

  it('are none where there is nothing but punctuation', () => {
    expect(wordsOf('')).toEqual([]);
    expect(wordsOf(' — !? 🔥 ')).toEqual([]);
  });

  it('of Korean are pairs of characters, so that particles do not hide them', () => {
    expect(wordsOf('회의록이 사라졌다')).toEqual(['회의', '의록', '록이', '사라', '라졌', '졌다']);
    expect(wordsOf('회의록을')).toEqual(expect.arrayContaining(['회의', '의록']));
  });

  it('of Japanese and Chinese are pairs of characters as well', () => {
    expect(wordsOf('夢の倉庫')).toEqual(['夢の', 'の倉', '倉庫']);
    expect(wordsOf('ミナト')).toEqual(['ミナ', 'ナト']);
  });

  it('that are one or two characters long stay whole', () => {
    expect(wordsOf('증거 꿈')).toEqual(['증거', '꿈']);
  });

  it('of another script beside them stay whole too', () => {
    expect(wordsOf('manifest 회의록')).toEqual(['manifest', '회의', '의록']);
  });

  it('are split by characters, never within one', () => {
    const [first] = wordsOf('𠮷野家');
    expect(first).toBe('𠮷野');
  });
});

describe('the share of terms that a text uses', () => {
  const words = new Set(wordsOf('The manifest was signed at first bell, 회의록이 사라졌다.'));

  it('counts the terms, of which all words must occur', () => {
    expect(shareUsed(['manifest', 'ink'], words)).toBe(0.5);
    expect(shareUsed(['First bell', 'signed manifest'], words)).toBe(1);
    expect(shareUsed(['first ink'], words)).toBe(0);
  });

  it('finds Korean terms whatever particle follows them', () => {
    expect(shareUsed(['회의록'], words)).toBe(1);
  });

  it('is 0 where there are no terms', () => {
    expect(shareUsed([], words)).toBe(0);
  });
});

it('ids are ordered by the numbers in them', () => {
  const ids = ['T12', 'T5', 'P1', 'T05b', 'T100'].map((id) => ({ id }));
  expect(ids.toSorted(byNumericId).map(({ id }) => id)).toEqual(['P1', 'T5', 'T05b', 'T12', 'T100']);
});
