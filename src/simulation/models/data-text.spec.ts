import { describe, expect, it } from '@jest/globals';
import { dataText, estimatedTokens, shortened } from './data-text.js';
import { fittedData } from './fitted-data.js';

describe('a text of data', () => {
  it.each([
    '<|im_start|>',
    '[INST] x [/INST]',
    '<<SYS>>',
    'a\u2028b\u0085c',
    '"quoted\\',
    '[1,2] [x] {}',
    '😀',
  ])('is read back as it was: %j', (text) => {
    const value = { [text]: [text, { text }] };
    expect(JSON.parse(dataText(value))).toEqual(value);
  });

  it('has no mark of a chat template, and is one line', () => {
    const text = dataText(['<|im_start|>', '[INST]', '[/INST]', '</s>', '[TOOL_CALLS]', 'a\nb\u2028']);
    expect(text).not.toMatch(/[<>\n\u2028]|\[\/?[A-Z_]+\]/);
  });
});

describe('the estimate of tokens', () => {
  it('is a token for four letters of ASCII, and one for each other character', () => {
    expect(estimatedTokens('abcdefgh')).toBe(2);
    expect(estimatedTokens('한국어')).toBe(3);
    expect(estimatedTokens('')).toBe(0);
  });
});

describe('a shortened value', () => {
  it('has shorter texts and lists on every level, and no half of a character', () => {
    const value = { a: 'x'.repeat(9), b: ['1', '2', '3'], c: { d: 'abc😀efg' }, e: null, f: 4 };
    expect(shortened(value, { units: 5, items: 2 })).toEqual({
      a: 'xxxx…',
      b: ['1', '2'],
      c: { d: 'abc…' },
      e: null,
      f: 4,
    });
  });
});

const read = (data: string) => JSON.parse(data) as { core: string; items: { text: string }[] };

describe('a document within a budget of tokens', () => {
  const items = Array.from({ length: 50 }, (_, index) => ({ text: `comment ${index} ${'la '.repeat(20)}` }));
  it('has all of it where that fits', () => {
    const data = fittedData({ core: 'x' }, { name: 'items', items }, 10_000);
    expect(read(data)).toEqual({ core: 'x', items });
  });

  it('leaves out the first items of the list, and keeps the order', () => {
    const data = fittedData({ core: 'x' }, { name: 'items', items }, 300);
    const kept = read(data).items;
    expect(kept.length).toBeGreaterThan(2);
    expect(kept).toEqual(items.slice(-kept.length));
    expect(estimatedTokens(data)).toBeLessThanOrEqual(300);
  });

  it.each([100, 400, 2_000])('shortens what is too long, however long it is (%d tokens)', (tokens) => {
    const data = fittedData({ core: 'long '.repeat(20_000) }, { name: 'items', items }, tokens);
    expect(estimatedTokens(data)).toBeLessThanOrEqual(tokens);
    expect(read(data).core).toMatch(/^long .*…$/);
  });
});
