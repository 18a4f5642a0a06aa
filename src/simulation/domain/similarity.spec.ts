import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { SimilarityIndex, indexOf } from './similarity.js';

/** How often each trigram occurs in a text. */
function trigramCounts(text: string): Map<string, number> {
  const folded = ` ${text.toLowerCase().replaceAll(/\s+/g, ' ').trim()} `;
  const counts = new Map<string, number>();
  for (let at = 0; at + 3 <= folded.length; at++) {
    const trigram = folded.slice(at, at + 3);
    counts.set(trigram, (counts.get(trigram) ?? 0) + 1);
  }
  return counts;
}

function product(left: Map<string, number>, right: Map<string, number>): number {
  return [...left].reduce((sum, [trigram, count]) => sum + count * (right.get(trigram) ?? 0), 0);
}

/** The cosine of trigram counts, the plainest way. */
function naiveCosine(a: string, b: string): number {
  const [left, right] = [trigramCounts(a), trigramCounts(b)];
  const lengths = Math.sqrt(product(left, left) * product(right, right));
  return lengths === 0 ? 0 : product(left, right) / lengths;
}

function nearestOf(texts: readonly string[], text: string): number {
  return indexOf(texts.map((known) => ({ text: known }))).nearest(text);
}

/** Texts of few letters, so that they share trigrams; Latin and Cyrillic, with white space of all kinds. */
const texts = fc.string({
  unit: fc.constantFrom('a', 'b', 'c', 'A', 'é', 'я', ' ', '\n', '.', '“', '\u00A0', '\u2003', '\uFEFF'),
  maxLength: 40,
});
const words = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 30 });

describe('the similarity of two texts', () => {
  it('is 1 for equal ones, whatever their case and white space', () => {
    expect(nearestOf(['The short crate'], 'The short crate')).toBeCloseTo(1, 12);
    expect(nearestOf(['The short crate'], '  the SHORT\n crate ')).toBeCloseTo(1, 12);
  });

  it('is 0 for texts that share nothing', () => {
    expect(nearestOf(['aaaa'], 'bbbb')).toBe(0);
  });

  it('is between 0 and 1 for others, and greater the more they share', () => {
    const known = ['The seal was whole when the crate was opened.'];
    const near = nearestOf(known, 'The seal was whole when the box was opened.');
    const far = nearestOf(known, 'Nobody has heard the goose since the fog.');
    expect(near).toBeGreaterThan(0.6);
    expect(near).toBeLessThan(1);
    expect(far).toBeLessThan(near / 2);
  });

  it('is the same for a text whose lines are read one by one', () => {
    fc.assert(
      fc.property(texts, fc.array(texts, { maxLength: 4 }), (known, lines) => {
        const index = indexOf([{ text: known }]);
        const nearest = index.nearestToLines(lines.map((line) => index.lineOf(line)));
        expect(nearest).toBe(nearestOf([known], lines.join('\n')));
      }),
    );
  });

  it('is the cosine of their trigram counts', () => {
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        expect(Math.abs(nearestOf([a], b) - naiveCosine(a, b))).toBeLessThan(1e-9);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is the same in both directions', () => {
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        expect(nearestOf([a], b)).toBeCloseTo(nearestOf([b], a), 12);
      }),
    );
  });

  it('is never above 1, and 1 for a text and itself', () => {
    fc.assert(
      fc.property(words, (text) => {
        const similarity = nearestOf([text], text);
        expect(similarity).toBeLessThanOrEqual(1);
        expect(similarity).toBeGreaterThan(1 - 1e-9);
      }),
    );
  });

  it('sees a Korean text in one that differs by a particle', () => {
    const known = ['달빛 부두의 회의록이 밤사이에 사라졌다'];
    expect(nearestOf(known, '달빛 부두의 회의록은 밤사이에 사라졌다')).toBeGreaterThan(0.7);
    expect(nearestOf(known, '누가 먼저 종을 쳤는지 아무도 모른다')).toBeLessThan(0.3);
  });

  it('is 0 for texts without anything in them', () => {
    expect(nearestOf([''], '')).toBe(0);
    expect(nearestOf(['x'], ' ')).toBe(0);
  });
});

describe('an index of texts', () => {
  it('tells the similarity to the nearest one', () => {
    fc.assert(
      fc.property(fc.array(texts, { maxLength: 6 }), texts, (known, text) => {
        const nearest = Math.max(0, ...known.map((other) => naiveCosine(other, text)));
        expect(Math.abs(nearestOf(known, text) - nearest)).toBeLessThan(1e-9);
      }),
    );
  });

  it('without texts is near to nothing', () => {
    expect(new SimilarityIndex().nearest('anything')).toBe(0);
    expect(new SimilarityIndex().nearest('')).toBe(0);
  });

  it('gives a new answer about a text once others were added', () => {
    const index = new SimilarityIndex();
    expect(index.nearest('the same words')).toBe(0);
    index.add('others altogether');
    const before = index.nearest('the same words');
    index.add('the same words');
    expect(index.nearest('the same words')).toBeCloseTo(1, 12);
    expect(before).toBeLessThan(0.5);
  });

  it('gives the answers that a fresh index would, in whatever order it is asked and added to', () => {
    const steps = fc.array(fc.record({ add: fc.boolean(), text: texts }), { maxLength: 20 });
    fc.assert(
      fc.property(steps, (list) => {
        const index = new SimilarityIndex();
        const added: string[] = [];
        for (const { add, text } of list) {
          if (add) {
            index.add(text);
            added.push(text);
          }
          expect(index.nearest(text)).toBeCloseTo(nearestOf(added, text), 12);
        }
      }),
    );
  });

  it('of one list does not learn what was added to another of the same list', () => {
    const passages = [{ text: 'the first passage' }];
    indexOf(passages).add('a comment that was made in between');
    expect(indexOf(passages).nearest('a comment that was made in between')).toBeLessThan(0.5);
  });

  it('gives the same answers when texts of more trigrams than are kept have come in between', () => {
    const before = indexOf([{ text: 'the same words' }]);
    const everyLetter = Array.from({ length: 60_000 }, (_, place) => String.fromCharCode(place)).join('');
    indexOf([{ text: everyLetter }]);
    for (const index of [before, indexOf([{ text: 'the same words' }])]) {
      expect(index.nearest('the same words')).toBeCloseTo(1, 12);
      expect(index.nearest('others altogether')).toBe(nearestOf(['the same words'], 'others altogether'));
    }
  });
});
