import { parse } from 'csv-parse/sync';
import { describe, expect, it } from '@jest/globals';
import { csvOf } from './csv.js';

interface Line {
  readonly text: string;
  readonly score: number;
}

async function* scored(texts: readonly string[]): AsyncIterable<Line> {
  for (const text of texts) yield { text, score: -1.5 };
}

async function csvTextOf(lines: AsyncIterable<Line>): Promise<string> {
  let all = '';
  for await (const piece of csvOf(['text', 'score'], lines, false)) all += String(piece);
  return all;
}

const csv = (texts: readonly string[]): Promise<string> => csvTextOf(scored(texts));

async function* damaged(): AsyncIterable<Line> {
  yield { text: 'first', score: 1 };
  throw new Error('The log is damaged.');
}

describe('CSV', () => {
  it('ends its lines in CRLF, and quotes what would end a cell', async () => {
    expect(await csv(['a, b', 'say "it"', 'two\nlines'])).toBe(
      'text,score\r\n"a, b",-1.5\r\n"say ""it""",-1.5\r\n"two\nlines",-1.5\r\n',
    );
  });

  it('has an apostrophe before a text that a spreadsheet would take for a formula, and none before numbers', async () => {
    const formulas = ['=HYPERLINK("http://example.org","open")', '+1', '-1', '@SUM(1)', '\tx', '\rx'];
    const lines: { text: string; score: string }[] = parse(await csv(formulas), { columns: true });
    expect(lines.map(({ text }) => text)).toEqual(formulas.map((text) => `'${text}`));
    expect(new Set(lines.map(({ score }) => score))).toEqual(new Set(['-1.5']));
  });

  it('rejects when its rows cannot be read', async () => {
    await expect(csvTextOf(damaged())).rejects.toThrow('The log is damaged.');
  });
});
