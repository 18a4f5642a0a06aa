import { describe, expect, it } from '@jest/globals';
import { AnswerFileError, answerLines, parseAnswerLines } from './answer-lines.js';
import { MemoryAnswers } from './memory-answers.js';

const KEYS = ['a', 'b', 'c'].map((letter) => letter.repeat(64)) as [string, string, string];
const answer = (key: string, second: number) => ({
  key,
  recordedAt: `2026-01-01T00:00:0${second}.000Z`,
  units: 7,
  answer: JSON.stringify({ text: `a\u2028${second}` }),
});

async function exported(store: MemoryAnswers, runIds: readonly string[] = []): Promise<string> {
  let text = '';
  for await (const line of answerLines(store, runIds)) text += line;
  return text;
}

describe('a file of recorded answers', () => {
  it('has the newest answer to each request, in one order, and is read back as it was', async () => {
    const store = new MemoryAnswers(() => true);
    await store.record('run-2', answer(KEYS[1], 2));
    await store.record('run-1', answer(KEYS[1], 3));
    await store.record('run-1', answer(KEYS[0], 1));
    await store.importAnswers([answer(KEYS[2], 1)]);
    const text = await exported(store);
    const expected = [answer(KEYS[0], 1), answer(KEYS[1], 3), answer(KEYS[2], 1)];
    expect(parseAnswerLines(text)).toEqual(expected.map((each) => ({ ...each, units: 0 })));
    const other = new MemoryAnswers(() => true);
    await other.importAnswers(parseAnswerLines(text));
    expect(await exported(other)).toBe(text);
  });

  it('has those of some runs alone, if these are named', async () => {
    const store = new MemoryAnswers(() => true);
    for (const [place, key] of KEYS.entries()) await store.record(`run-${place}`, answer(key, place));
    expect(parseAnswerLines(await exported(store, ['run-0', 'run-2'])).map(({ key }) => key)).toEqual([
      KEYS[0],
      KEYS[2],
    ]);
  });

  it('has as many answers as there are', async () => {
    const store = new MemoryAnswers(() => true);
    const keys = Array.from({ length: 450 }, (_, index) => index.toString(16).padStart(64, '0'));
    for (const key of keys) await store.record('run-1', answer(key, 1));
    expect(parseAnswerLines(await exported(store)).map(({ key }) => key)).toEqual(keys);
  });

  it.each([
    ['', 'Line 1'],
    ['{"format":"other"}\n', 'Line 1'],
    [`{"format":"recorded_answers.v1"}\n\n{"key":"x"}\n`, 'Line 3'],
    [`{"format":"recorded_answers.v1"}\n{"key":"${KEYS[0]}","recorded_at":"today","answer":{}}\n`, 'Line 2'],
    [`{"format":"recorded_answers.v1"}\n{"key":"${KEYS[0]}"`, 'Line 2'],
  ])('is refused when it is %j', (text, line) => {
    const read = () => parseAnswerLines(text);
    expect(read).toThrow(AnswerFileError);
    expect(read).toThrow(line);
  });
});
