import { describe, expect, it } from '@jest/globals';
import { parsedAnswer } from './answer-text.js';

const FENCE = '```';

describe('the object that an answer is', () => {
  it.each([
    '{"text":"a"}',
    ' \n{"text":"a"}\n',
    `${FENCE}json\n{"text":"a"}\n${FENCE}`,
    `\n${FENCE}\n{"text":"a"}\n  ${FENCE} \n`,
  ])('is found in %j', (text) => expect(parsedAnswer(text)).toEqual({ text: 'a' }));

  it.each([
    '',
    '7',
    'null',
    'no object',
    `${FENCE}js\n{"text":"a"}\n${FENCE}`,
    FENCE,
    `${FENCE}json`,
    `${FENCE}${FENCE}`,
  ])('is not there in %j', (text) => expect(parsedAnswer(text)).toEqual({}));

  it('is none when the answer is far too long, and is not looked for there', () => {
    const long = JSON.stringify({ text: 'a'.repeat(40_000) });
    expect(parsedAnswer(long)).toEqual({});
    expect(parsedAnswer(`${FENCE}json${'\n'.repeat(20_000)}x`)).toEqual({});
    expect(parsedAnswer(`${FENCE}json${'\n'.repeat(2_000_000)}x`)).toEqual({});
  });
});
